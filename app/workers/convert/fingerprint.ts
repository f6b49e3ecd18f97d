import type { NamedFile } from "../../core/byte-source";

/** Bytes read at each sampled place of a file. */
const sampleBytes = 16 * 2 ** 10;
/** Places sampled in each file, evenly spread. A fine-tuned sibling differs from its base in nearly every weight. */
const samplesPerFile = 64;

/**
 * sha-256, in hexadecimal, over names, sizes and samples of the files: the same checkpoint gives the same value whatever
 * the order of its files, and reading it costs at most 1 MiB a file, whatever its size.
 */
export async function fingerprint(files: readonly NamedFile[]): Promise<string> {
  const parts: Uint8Array<ArrayBuffer>[] = [];
  for (const { name, bytes } of [...files].sort((a, b) => (a.name < b.name ? -1 : 1))) {
    parts.push(new TextEncoder().encode(`${name}\0${bytes.byteLength}\0`));
    const stride = Math.max(sampleBytes, Math.floor((bytes.byteLength - sampleBytes) / (samplesPerFile - 1)));
    for (let start = 0; start < bytes.byteLength; start += stride) {
      parts.push(Uint8Array.from(await bytes.slice(start, Math.min(start + sampleBytes, bytes.byteLength))));
    }
  }
  return await sha256(new Uint8Array(await new Blob(parts).arrayBuffer()));
}

/** sha-256 in lower-case hexadecimal. */
export async function sha256(bytes: Uint8Array<ArrayBuffer>): Promise<string> {
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
  return Array.from(digest, (byte) => byte.toString(16).padStart(2, "0")).join("");
}
