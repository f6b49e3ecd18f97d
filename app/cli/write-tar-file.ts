import { createReadStream } from "node:fs";
import { stat } from "node:fs/promises";
import { join } from "node:path";
import { bundleFileNames } from "../core/bundle/manifest";
import { tarParts } from "../core/bundle/tar/write-tar";
import type { ModelRecord } from "../core/models/model-record";
import { writeWhole } from "./whole-files";

/** Writes a complete model's folder as one uncompressed archive, whole or not at all. Throws AppError, or the signal's reason. */
export async function writeTarFile(
  path: string,
  folder: string,
  record: ModelRecord,
  signal: AbortSignal,
): Promise<void> {
  const entries = await Promise.all(
    bundleFileNames(record).map(async (name) => {
      const content = join(folder, name);
      return { name: `${record.id}/${name}`, sizeBytes: (await stat(content)).size, content };
    }),
  );
  await writeWhole(path, async (handle) => {
    for (const part of tarParts(entries, record.convertedAt)) {
      signal.throwIfAborted();
      if (typeof part === "string")
        for await (const piece of createReadStream(part)) await handle.writeFile(piece as Buffer);
      else await handle.writeFile(part);
    }
  });
}
