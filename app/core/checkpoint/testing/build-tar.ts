import { ByteWriter } from "../../gguf/byte-writer";
import { latin1 } from "./build-zip";

const BLOCK_BYTES = 512;

export interface TarInput {
  path: string;
  data?: Uint8Array;
  /** "0", a file, unless told otherwise. */
  type?: string;
  /** The folders before `path`, as ustar keeps those of long paths. */
  prefix?: string;
  /** What a header says in place of the truth: the text of its fields, each character a byte. */
  says?: Partial<{ size: string; magic: string; checksum: string }>;
}

/** A tar archive of ustar headers with the two empty blocks at its end; long paths are up to the entries. */
export function buildTar(entries: readonly TarInput[]): Uint8Array<ArrayBuffer> {
  const archive = new ByteWriter();
  for (const entry of entries) {
    const { data = new Uint8Array(0) } = entry;
    archive.bytes(tarHeader(entry, data.byteLength)).bytes(data).padTo(BLOCK_BYTES);
  }
  return archive.bytes(new Uint8Array(2 * BLOCK_BYTES)).finish();
}

function tarHeader({ path, type = "0", prefix = "", says = {} }: TarInput, sizeBytes: number): Uint8Array {
  const block = new Uint8Array(BLOCK_BYTES);
  const write = (at: number, value: string): void => block.set(latin1(value), at);
  write(0, path);
  write(124, says.size ?? `${octal(sizeBytes, 11)}\0`);
  write(148, " ".repeat(8));
  write(156, type);
  write(257, says.magic ?? "ustar\x0000");
  write(345, prefix);
  const sum = block.reduce((total, byte) => total + byte, 0);
  write(148, says.checksum ?? `${octal(sum, 6)}\0 `);
  return block;
}

function octal(value: number, digits: number): string {
  return value.toString(8).padStart(digits, "0");
}

/** A size in GNU's binary form, for sizes that octal digits have no room for. */
export function binarySize(sizeBytes: number): string {
  let text = "";
  for (let rest = BigInt(sizeBytes), i = 0; i < 11; i++, rest >>= 8n) {
    text = String.fromCharCode(Number(rest & 255n)) + text;
  }
  return `\x80${text}`;
}

/** The entry that gives the next one its pax records. */
export function paxEntry(records: Readonly<Record<string, string>>): TarInput {
  const lines = Object.entries(records).map(([key, value]) => {
    const rest = ` ${key}=${value}\n`;
    const digits = String(rest.length + 2).length;
    return `${rest.length + digits}${rest}`;
  });
  return { path: "PaxHeaders/x", type: "x", data: latin1(lines.join("")) };
}
