import { fileURLToPath } from "node:url";
import { parentPort } from "node:worker_threads";
import { runnerImport } from "vite";

// Node reads no TypeScript by itself.
const { module } = await runnerImport(fileURLToPath(new URL("./serve-packing.ts", import.meta.url)));
await module.servePacking(parentPort);
