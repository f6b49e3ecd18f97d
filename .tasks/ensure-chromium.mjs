import { existsSync } from "node:fs";
import { run, succeeds } from "./run.mjs";

const candidates = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];

/** Path of a Chromium for the tests: $CHROMIUM, one that is installed, or Debian's package, installed where possible. */
export function ensureChromium() {
  const given = process.env.CHROMIUM;
  if (given !== undefined && given !== "") return given;
  const found = candidates.find((path) => existsSync(path));
  if (found !== undefined) return found;
  if (process.getuid?.() !== 0 || !succeeds("apt-get", ["--version"])) {
    throw new Error(
      "The tests need Chromium. Install it (Debian: apt-get install chromium) or set CHROMIUM to its path.",
    );
  }
  run("apt-get", ["update", "-qq"]);
  run("apt-get", ["install", "-y", "-qq", "--no-install-recommends", "chromium", "fonts-dejavu-core"], {
    DEBIAN_FRONTEND: "noninteractive",
  });
  return candidates[0];
}
