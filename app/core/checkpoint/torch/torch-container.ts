import type { NamedFile } from "../../byte-source";
import { CheckpointError } from "../../errors";
import { readBytes, truncated } from "../read-bytes";

/** A tar header says "ustar" at byte 257. */
const HEAD_BYTES = 262;
/** torch.save before 1.6 began with this number, 0x1950a86a20f9469cfc6c, as a pickle. */
const LEGACY_MAGIC = "\x6c\xfc\x9c\x46\xf9\x20\x6a\xa8\x50\x19";
const LEGACY_MAGIC_END = 32;

/** Throws CheckpointError "unsupported-format" for files of other ways to save with PyTorch, and for what is no zip at all. */
export async function checkTorchContainer({ name: file, bytes }: NamedFile): Promise<void> {
  const at = { file, place: "the first bytes" };
  const head = await readBytes(bytes, 0, Math.min(HEAD_BYTES, bytes.byteLength), at);
  const text = String.fromCharCode(...head);
  if (text.startsWith("PK\x03\x04")) return;
  if (text.length < 4) throw truncated(at, `the file has ${text.length} bytes`);
  throw new CheckpointError("unsupported-format", {
    file,
    problem: problemOf(text),
    advice:
      "Choose a folder with safetensors files, or load and save the weights again with PyTorch 1.6 or later: " +
      'torch.save(torch.load(FILE, map_location="cpu", weights_only=True), FILE).',
  });
}

function problemOf(head: string): string {
  if (head.slice(0, LEGACY_MAGIC_END).includes(LEGACY_MAGIC)) {
    return "it was saved in the format of PyTorch before 1.6, which cannot be read";
  }
  if (head.startsWith("ustar", 257)) return "it is a tar archive, as PyTorch saved before 0.2, which cannot be read";
  return "it is not a file that PyTorch 1.6 or later saved";
}
