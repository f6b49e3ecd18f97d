import { existsSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { installPackages } from "./install-packages.mjs";
import { main, root } from "./run.mjs";

/** `npm run convert -- <checkpoint> <out>`: converts a checkpoint as the page does, into a folder; see app/cli/options.ts. */
const { version } = createRequire(import.meta.url)("../package.json");
const controller = new AbortController();
process.once("SIGINT", () => controller.abort());

await main(async () => {
  if (!existsSync(join(root, "node_modules"))) installPackages();
  const { runnerImport } = await import("vite");
  const { module } = await runnerImport(join(root, "app/cli/convert-command.ts"));
  try {
    await module.convertCommand(process.argv.slice(2), {
      appVersion: version,
      signal: controller.signal,
      print: console.log,
      progress: process.stderr,
    });
  } catch (error) {
    if (!controller.signal.aborted) throw error;
    console.error("\nStopped. Run the same command again to go on from here.");
    process.exitCode = 130;
  }
});
