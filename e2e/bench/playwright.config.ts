import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { defineConfig } from "@playwright/test";
import { executablePath, launchArgs } from "../chromium";
import { benchResults } from "../paths";

mkdirSync(benchResults, { recursive: true });

const url = "http://localhost:4320";
const devUrl = "http://localhost:4321";

/** They need what only the development server serves: the page's sources. */
const devServerBenches = ["parity.bench.ts", "library.bench.ts", "full-size.bench.ts", "convert-7b.bench.ts"];

export default defineConfig({
  testDir: ".",
  globalSetup: "../make-tiny-checkpoint.ts",
  outputDir: "../../test-results",
  workers: 1,
  timeout: 1_800_000,
  expect: { timeout: 600_000 },
  reporter: [["line"]],
  use: { baseURL: url, launchOptions: { executablePath, args: launchArgs(join(benchResults, "net-log.json")) } },
  projects: [
    { name: "page", testMatch: "*.bench.ts", testIgnore: devServerBenches },
    { name: "development server", testMatch: devServerBenches, use: { baseURL: devUrl } },
  ],
  webServer: [
    { command: "npx vite preview --host localhost --port 4320 --strictPort", url, cwd: "../.." },
    { command: "npx vite --host localhost --port 4321 --strictPort", url: devUrl, cwd: "../.." },
  ],
});
