import { execFileSync } from "node:child_process";
import { readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import type { QuantizationMode } from "../app/core/quantize/quantization-mode";
import { root } from "./paths";

/** Converts a checkpoint with the README's command, into a folder that is made anew. Returns the sha-256 of the shards. */
export function convertInNode(
  checkpoint: string,
  folder: string,
  mode: QuantizationMode,
  ...options: string[]
): string[] {
  rmSync(folder, { recursive: true, force: true });
  const command = [".tasks/convert.mjs", checkpoint, folder, "--mode", mode, ...options];
  execFileSync(process.execPath, command, { cwd: root, stdio: ["ignore", "ignore", "pipe"] });
  const manifest = JSON.parse(readFileSync(join(folder, "asclepius-model.json"), "utf8")) as {
    model: { shards: { sha256: string }[] };
  };
  return manifest.model.shards.map(({ sha256 }) => sha256);
}
