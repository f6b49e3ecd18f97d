import type { NamedFile } from "../byte-source";
import { sha256 } from "../sha256";

/** Bytes read at each sampled place of a file. */
const sampleBytes = 16 * 2 ** 10;
/** Places sampled in each file, evenly spread. A fine-tuned sibling differs from its base in nearly every weight. */
const samplesPerFile = 64;

/**
 * sha-256, in hexadecimal, over names, sizes and samples of the files: the same checkpoint gives the same value whatever
 * the order of its files, and reading it costs at most 1 MiB a file, whatever its size.
 */
export async function fingerprint(files: readonly NamedFile[]): Promise<string> {
  const parts: Uint8Array[] = [];
  for (const { name, bytes } of [...files].sort((a, b) => (a.name < b.name ? -1 : 1))) {
    parts.push(new TextEncoder().encode(`${name}\0${bytes.byteLength}\0`));
    const stride = Math.max(sampleBytes, Math.floor((bytes.byteLength - sampleBytes) / (samplesPerFile - 1)));
    for (let start = 0; start < bytes.byteLength; start += stride) {
      parts.push(await bytes.slice(start, Math.min(start + sampleBytes, bytes.byteLength)));
    }
  }
  return await sha256(joined(parts));
}

function joined(parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const whole = new Uint8Array(parts.reduce((total, { byteLength }) => total + byteLength, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.byteLength;
  }
  return whole;
}
