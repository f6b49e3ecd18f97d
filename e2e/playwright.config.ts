import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { defineConfig } from "@playwright/test";
import { executablePath, launchArgs, webGpuFlags } from "./chromium";
import type { EngineOptions } from "./fixtures";
import { netLogs, rebuiltDist } from "./paths";

const appUrl = "http://localhost:4317";
const rebuiltUrl = "http://localhost:4318";
const devUrl = "http://localhost:4319";

// Playwright starts the servers before global-setup.ts fills this folder, and a server of no folder does not start.
mkdirSync(rebuiltDist, { recursive: true });

/** Each worker process reads this file anew, and each browser needs a network log of its own. */
const netLog = join(netLogs, `worker-${process.env.TEST_WORKER_INDEX ?? "main"}.json`);

/** They need what only the development server serves: the page's sources. */
const devServerSpecs = [
  "dev-server.spec.ts",
  "interrupted-conversion.spec.ts",
  "parity.spec.ts",
  "library-numerics.spec.ts",
  "round-trip.spec.ts",
  "sampling.spec.ts",
];

/** A software adapter, on which models run because the user chose it: the page itself would choose the processor. */
const onGpu = { engine: "gpu", preference: "gpu", launchOptions: launch(webGpuFlags) } as const;
/** No adapter, and a user who chose nothing. */
const onCpu = { engine: "cpu", launchOptions: launch([]) } as const;

export default defineConfig<EngineOptions>({
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
    trace: "off",
  },
  projects: [
    // Every spec runs on both engines, but for what concerns one only, @gpu or @cpu (so is tagged what needs an answer, whoever gives
    // it), and what loads no model: @page, once.
    { name: "gpu", testMatch: "*.spec.ts", testIgnore: devServerSpecs, grepInvert: /@cpu|@page/, use: onGpu },
    { name: "cpu", testMatch: "*.spec.ts", testIgnore: devServerSpecs, grepInvert: /@gpu/, use: onCpu },
    {
      name: "rebuilt library",
      testMatch: "tiny-model.spec.ts",
      grep: /a GGUF file/,
      use: { ...onGpu, baseURL: rebuiltUrl },
    },
    { name: "development server", testMatch: devServerSpecs, use: { ...onGpu, baseURL: devUrl } },
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

function launch(flags: readonly string[]) {
  return { executablePath, args: launchArgs(netLog, flags) };
}
