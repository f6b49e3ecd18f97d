import { createHash } from "node:crypto";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { root, run, runScript } from "./run.mjs";

const stamp = join(root, "node_modules", ".lockfile-sha256");

/** Installs the locked npm packages, unless exactly those are installed. */
export function installPackages() {
  const lock = createHash("sha256")
    .update(readFileSync(join(root, "package-lock.json")))
    .digest("hex");
  if (existsSync(stamp) && readFileSync(stamp, "utf8") === lock) return;
  const args = ["ci", "--no-fund", "--no-audit"];
  const npm = process.env.npm_execpath ?? "";
  if (npm.endsWith("npm-cli.js")) runScript(npm, args);
  else run("npm", args);
  writeFileSync(stamp, lock);
}
