import { arraySource } from "../../byte-source";
import { buildTar } from "./build-tar";
import { buildZip } from "./build-zip";
import { deflatedEntry } from "./deflate";
import type { CheckpointForm } from "./round-trip-forms";

/** A checkpoint as it is, and as a folder in each kind of archive: a .tar, and a .zip that is stored or deflated. */
export async function inArchives({ name, files }: CheckpointForm): Promise<CheckpointForm[]> {
  const entries = await Promise.all(
    files.map(async (file) => {
      const data = Uint8Array.from(await file.bytes.slice(0, file.bytes.byteLength));
      return { path: `tiny/${file.name}`, data };
    }),
  );
  const stored = entries.map(({ path, data }) => ({ name: path, data }));
  const deflated = await Promise.all(entries.map(({ path, data }) => deflatedEntry(path, data)));
  const archive = (how: string, file: string, bytes: Uint8Array): CheckpointForm => {
    return { name: `${name}, ${how}`, files: [{ name: file, bytes: arraySource(bytes) }] };
  };
  return [
    { name, files },
    archive("in a .tar", "tiny.tar", buildTar(entries)),
    archive("stored in a .zip", "tiny.zip", buildZip(stored, { end: "plain" })),
    archive("deflated in a .zip", "tiny.zip", buildZip(deflated, { end: "plain" })),
  ];
}
