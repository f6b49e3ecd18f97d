import { closeSync, openSync, writeSync } from "node:fs";
import { crc32 } from "node:zlib";
import { ByteWriter } from "../../../app/core/gguf/byte-writer";
import { latin1 } from "../../../app/core/checkpoint/testing/build-zip";

/** Where PyTorch lets each entry's data begin: a multiple of this. */
const alignment = 64;
/** Sizes follow the data; names are UTF-8. */
const flags = 0x0808;
/** In place of a number that stands in a zip64 field. */
const wide = 0xffffffff;

interface Written {
  name: string;
  crc: number;
  size: number;
  offset: number;
}

/**
 * Writes an archive of stored entries as PyTorch does, of more than 4 GiB if need be; each entry must be smaller.
 * Format: PKWARE's APPNOTE, 4.3 to 4.5.
 */
export class LargeZip {
  private readonly file: number;
  private readonly entries: Written[] = [];
  private length = 0;

  constructor(path: string) {
    this.file = openSync(path, "w");
  }

  add(name: string, pieces: Iterable<Uint8Array>): void {
    const offset = this.length;
    const head = fields(u16(new ByteWriter().u32(0x04034b50), 20), { name, crc: 0, size: 0 });
    // Padding is an extra field of its own, which begins with four bytes.
    const headBytes = 30 + name.length + 4;
    const padding = (alignment - ((offset + headBytes) % alignment)) % alignment;
    u16(head, 4 + padding).bytes(latin1(name));
    u16(u16(head, 0x4246), padding).bytes(new Uint8Array(padding).fill(0x5a));
    this.write(head.finish());
    let crc = 0;
    let size = 0;
    for (const piece of pieces) {
      crc = crc32(piece, crc);
      size += piece.byteLength;
      this.write(piece);
    }
    this.write(new ByteWriter().u32(0x08074b50).u32(crc).u32(size).u32(size).finish());
    this.entries.push({ name, crc, size, offset });
  }

  finish(): void {
    const start = this.length;
    for (const entry of this.entries) this.write(directoryRecord(entry));
    const end = this.length;
    const { length: count } = this.entries;
    const records = new ByteWriter().u32(0x06064b50).u64(44);
    u16(u16(records, 45), 45)
      .u32(0)
      .u32(0)
      .u64(count)
      .u64(count)
      .u64(end - start)
      .u64(start);
    records.u32(0x07064b50).u32(0).u64(end).u32(1);
    u16(u16(records.u32(0x06054b50).u32(0), count), count)
      .u32(end - start)
      .u32(Math.min(start, wide));
    this.write(u16(records, 0).finish());
    closeSync(this.file);
  }

  private write(bytes: Uint8Array): void {
    writeSync(this.file, bytes);
    this.length += bytes.byteLength;
  }
}

function directoryRecord({ offset, ...entry }: Written): Uint8Array {
  const extra = new ByteWriter();
  if (offset >= wide) u16(u16(extra, 1), 8).u64(offset);
  const extraBytes = extra.finish();
  const record = fields(u16(u16(new ByteWriter().u32(0x02014b50), 20), 20), entry);
  u16(u16(u16(u16(record, extraBytes.byteLength), 0), 0), 0).u32(0);
  return record.u32(Math.min(offset, wide)).bytes(latin1(entry.name)).bytes(extraBytes).finish();
}

/** From the flags to the length of the name; no compression, no time. */
function fields(writer: ByteWriter, { name, crc, size }: Omit<Written, "offset">): ByteWriter {
  u16(u16(writer, flags), 0).u32(0).u32(crc).u32(size).u32(size);
  return u16(writer, name.length);
}

function u16(writer: ByteWriter, value: number): ByteWriter {
  return writer.u8(value & 255).u8(value >> 8);
}
