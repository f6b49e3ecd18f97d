import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { defineConfig } from "@playwright/test";
import { executablePath, launchArgs } from "../chromium";
import { benchResults } from "../paths";

mkdirSync(benchResults, { recursive: true });

const url = "http://localhost:4320";

export default defineConfig({
  testDir: ".",
  testMatch: "*.bench.ts",
  globalSetup: "../make-tiny-checkpoint.ts",
  outputDir: "../../test-results",
  workers: 1,
  timeout: 1_800_000,
  reporter: [["line"]],
  use: { baseURL: url, launchOptions: { executablePath, args: launchArgs(join(benchResults, "net-log.json")) } },
  webServer: { command: "npx vite preview --host localhost --port 4320 --strictPort", url, cwd: "../.." },
});
