import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { defineConfig } from "@playwright/test";
import { executablePath, launchArgs } from "./chromium";
import { netLogs, rebuiltDist } from "./paths";

const appUrl = "http://localhost:4317";
const rebuiltUrl = "http://localhost:4318";
const devUrl = "http://localhost:4319";

// Playwright starts the servers before global-setup.ts fills this folder, and a server of no folder does not start.
mkdirSync(rebuiltDist, { recursive: true });

/** Each worker process reads this file anew, and each browser needs a network log of its own. */
const netLog = join(netLogs, `worker-${process.env.TEST_WORKER_INDEX ?? "main"}.json`);

export default defineConfig({
  testDir: ".",
  globalSetup: "./global-setup.ts",
  globalTeardown: "./global-teardown.ts",
  outputDir: "../test-results",
  // A software adapter needs both cores for one model.
  workers: 1,
  timeout: 180_000,
  expect: { timeout: 30_000 },
  forbidOnly: process.env.CI !== undefined,
  reporter: [["list"]],
  use: {
    baseURL: appUrl,
    launchOptions: { executablePath, args: launchArgs(netLog) },
    trace: "off",
  },
  projects: [
    { name: "app", testMatch: "*.spec.ts", testIgnore: ["dev-server.spec.ts"] },
    { name: "rebuilt library", testMatch: "tiny-model.spec.ts", use: { baseURL: rebuiltUrl } },
    { name: "development server", testMatch: "dev-server.spec.ts", use: { baseURL: devUrl } },
  ],
  webServer: [
    { command: "npx vite preview --host localhost --port 4317 --strictPort", url: appUrl, cwd: ".." },
    {
      command: `npx vite preview --host localhost --port 4318 --strictPort --outDir ${rebuiltDist}`,
      port: Number(new URL(rebuiltUrl).port),
      cwd: "..",
    },
    { command: "npx vite --host localhost --port 4319 --strictPort", url: devUrl, cwd: ".." },
  ],
});
