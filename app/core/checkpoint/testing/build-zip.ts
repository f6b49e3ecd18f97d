import { ByteWriter } from "../../gguf/byte-writer";

/** The numbers of an entry as its header and the directory give them. */
interface EntryFields {
  name: string;
  flags: number;
  method: number;
  checksum: number;
  size: number;
  stored: number;
}

/** The numbers that the directory alone gives. */
interface RecordFields {
  offset: number;
  /** A Unix file's type and permissions; 0 for a record of another system. */
  unixMode: number;
}

export interface ZipInput {
  name: string;
  data: Uint8Array;
  /** False for what lies in the archive, but not in its directory. */
  isListed?: boolean;
  /** What the entry's header says in place of the truth. */
  header?: Partial<EntryFields>;
  /** What the directory says in place of the truth. */
  record?: Partial<EntryFields & RecordFields>;
}

export interface ZipOptions {
  /**
   * "zip64": as PyTorch's miniz ends archives. "wide": moreover every number that can stand in a zip64 field does. "plain": as
   * Python's zipfile ends them.
   */
  end?: "zip64" | "wide" | "plain";
  /** What the end records say in place of the truth. */
  says?: Partial<{ entries: number; sizeBytes: number; start: number; locator: number; commentBytes: number }>;
}

/** Sizes follow the data; names are UTF-8. */
const PYTORCH_FLAGS = 0x0808;
const WIDE = 0xffffffff;
const ALIGNMENT = 64;

/** An archive of stored entries as PyTorch writes it: sizes after the data, data aligned by padding in the header. */
export function buildZip(
  entries: readonly ZipInput[],
  { end = "zip64", says = {} }: ZipOptions = {},
): Uint8Array<ArrayBuffer> {
  const archive = new ByteWriter();
  const directory = new ByteWriter();
  let length = 0;
  for (const { name, data, isListed = true, header = {}, record = {} } of entries) {
    const fields = { name, flags: PYTORCH_FLAGS, method: 0, checksum: 0 };
    const offset = length;
    const head = new ByteWriter();
    writeFields(head.u32(0x04034b50), { ...fields, size: 0, stored: 0, ...header });
    const before = offset + head.finish().byteLength + 2 + (header.name ?? name).length + 4;
    const padding = (ALIGNMENT - (before % ALIGNMENT)) % ALIGNMENT;
    u16(head, 4 + padding).bytes(latin1(header.name ?? name));
    u16(u16(head, 0x4246), padding).bytes(new Uint8Array(padding).fill(0x5a));
    head.bytes(data).u32(0x08074b50).u32(0).u32(data.byteLength).u32(data.byteLength);
    const written = head.finish();
    archive.bytes(written);
    length += written.byteLength;
    const said = { ...fields, size: data.byteLength, stored: data.byteLength, offset, unixMode: 0, ...record };
    if (isListed) writeRecord(directory, said, end === "wide");
  }
  const records = directory.finish();
  const listed = entries.filter(({ isListed = true }) => isListed).length;
  const truth = { entries: listed, sizeBytes: records.byteLength, start: length };
  archive.bytes(records);
  writeEnd(archive, { ...truth, locator: length + records.byteLength, commentBytes: 0, ...says }, end);
  return archive.finish();
}

function writeFields(writer: ByteWriter, { name, flags, method, checksum, size, stored }: EntryFields): void {
  u16(u16(u16(writer, 20), flags), method)
    .u32(0)
    .u32(checksum)
    .u32(stored)
    .u32(size);
  u16(writer, name.length);
}

function writeRecord(writer: ByteWriter, fields: EntryFields & RecordFields, wide: boolean): void {
  const { name, size, stored, offset, unixMode } = fields;
  const extra = new ByteWriter();
  if (wide) u16(u16(extra, 1), 24).u64(size).u64(stored).u64(offset);
  const extraBytes = extra.finish();
  u16(writer.u32(0x02014b50), unixMode === 0 ? 20 : 0x0300 + 20);
  writeFields(writer, wide ? { ...fields, size: WIDE, stored: WIDE } : fields);
  u16(u16(u16(u16(writer, extraBytes.byteLength), 0), 0), 0);
  u16(u16(writer, 0), unixMode)
    .u32(wide ? WIDE : offset)
    .bytes(latin1(name))
    .bytes(extraBytes);
}

function writeEnd(
  writer: ByteWriter,
  { entries, sizeBytes, start, locator, commentBytes }: Required<NonNullable<ZipOptions["says"]>>,
  end: NonNullable<ZipOptions["end"]>,
): void {
  if (end !== "plain") {
    u16(u16(writer.u32(0x06064b50).u64(44), 45), 45)
      .u32(0)
      .u32(0)
      .u64(entries)
      .u64(entries)
      .u64(sizeBytes)
      .u64(start);
    writer.u32(0x07064b50).u32(0).u64(locator).u32(1);
  }
  const wide = end === "wide";
  const count = wide ? 0xffff : entries;
  u16(u16(writer.u32(0x06054b50).u32(0), count), count)
    .u32(wide ? WIDE : sizeBytes)
    .u32(wide ? WIDE : start);
  u16(writer, commentBytes).bytes(new Uint8Array(commentBytes));
}

function u16(writer: ByteWriter, value: number): ByteWriter {
  return writer.u8(value & 255).u8(value >> 8);
}

/** Each character a byte. */
export function latin1(text: string): Uint8Array {
  return Uint8Array.from(text, (char) => char.charCodeAt(0));
}
