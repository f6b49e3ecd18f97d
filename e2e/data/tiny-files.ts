import { readdirSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { tinyCheckpoint } from "../paths";

/** A file as Playwright hands it to a file chooser. */
export interface Upload {
  name: string;
  mimeType: string;
  buffer: Buffer;
}

export function upload(name: string, bytes: Uint8Array | string): Upload {
  return { name, mimeType: "application/octet-stream", buffer: Buffer.from(bytes) };
}

/** The tiny checkpoint as one GGUF file. Call it in a test: global-setup.ts makes the files. */
export function tinyGguf(): [Upload] {
  return [fileOf(join(tinyCheckpoint, "tiny.gguf"))];
}

/** The tiny checkpoint as the files of a Hugging Face folder, or as the parts of a split GGUF file. */
export function tinyFolder(folder: "hf" | "hf-sharded" | "hf-pytorch" | "gguf-split" = "hf"): Upload[] {
  return filesOf(join(tinyCheckpoint, folder));
}

/** The files of a folder. */
export function filesOf(folder: string): Upload[] {
  return readdirSync(folder).map((name) => fileOf(join(folder, name)));
}

export function without(files: readonly Upload[], name: string): Upload[] {
  if (!files.some((file) => file.name === name)) throw new Error(`There is no ${name} to leave out.`);
  return files.filter((file) => file.name !== name);
}

/** The files with one of them changed. */
export function changed(
  files: readonly Upload[],
  name: string,
  change: (bytes: Buffer) => Uint8Array | string,
): Upload[] {
  if (!files.some((file) => file.name === name)) throw new Error(`There is no ${name} to change.`);
  return files.map((file) => (file.name === name ? upload(name, change(file.buffer)) : file));
}

function fileOf(path: string): Upload {
  return upload(basename(path), readFileSync(path));
}
