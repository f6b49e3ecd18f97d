import { TAR_BLOCK_BYTES } from "../../checkpoint/archive/tar-header";

/** ustar's twelve bytes for a size: eleven octal digits, 8 GiB. The largest shard is 0.3 GB. */
const MAX_SIZE_BYTES = 8 ** 11 - 1;

/** ustar's hundred bytes for a name. */
const MAX_NAME_BYTES = 100;

export interface TarEntry<Content> {
  /** ASCII; folders end in a slash. */
  name: string;
  sizeBytes: number;
  content: Content;
}

/**
 * An uncompressed ustar archive (POSIX.1-1988) as the parts that make it, one after the other: headers and padding as bytes,
 * contents as the caller gave them, so that none need be in memory. `modifiedAt` is in milliseconds since 1970.
 * Throws RangeError for a name or a size that ustar has no room for.
 */
export function tarParts<Content>(
  entries: readonly TarEntry<Content>[],
  modifiedAt: number,
): (Uint8Array<ArrayBuffer> | Content)[] {
  const parts: (Uint8Array<ArrayBuffer> | Content)[] = [];
  for (const { name, sizeBytes, content } of entries) {
    const padding = (TAR_BLOCK_BYTES - (sizeBytes % TAR_BLOCK_BYTES)) % TAR_BLOCK_BYTES;
    parts.push(header(name, sizeBytes, modifiedAt), content, new Uint8Array(padding));
  }
  parts.push(new Uint8Array(2 * TAR_BLOCK_BYTES));
  return parts;
}

function header(name: string, sizeBytes: number, modifiedAt: number): Uint8Array<ArrayBuffer> {
  if (!/^[\x21-\x7e]+$/.test(name) || name.length > MAX_NAME_BYTES) throw new RangeError(`${name}: no name for ustar`);
  if (!(sizeBytes >= 0 && sizeBytes <= MAX_SIZE_BYTES)) throw new RangeError(`${name}: ${sizeBytes} bytes in ustar`);
  const block = new Uint8Array(TAR_BLOCK_BYTES);
  const text = (at: number, value: string) => block.set(new TextEncoder().encode(value), at);
  const octal = (at: number, digits: number, value: number) => text(at, value.toString(8).padStart(digits, "0"));
  text(0, name);
  octal(100, 7, 0o644);
  octal(108, 7, 0);
  octal(116, 7, 0);
  octal(124, 11, sizeBytes);
  octal(136, 11, Math.floor(modifiedAt / 1000));
  // The checksum is over the header with spaces in its place.
  text(148, " ".repeat(8));
  text(156, "0");
  text(257, "ustar\0" + "00");
  octal(
    148,
    6,
    block.reduce((sum, byte) => sum + byte, 0),
  );
  block[154] = 0;
  return block;
}
