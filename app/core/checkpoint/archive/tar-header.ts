import { CheckpointError } from "../../errors";
import { DOWNLOAD_AGAIN, type ReadPlace } from "../read-bytes";

/** Tar's unit: headers are one long, and data are padded to whole ones. */
export const TAR_BLOCK_BYTES = 512;

/** Fields of a ustar or GNU header that matter, as [start, end). POSIX.1-2017, pax, "ustar Interchange Format". */
const NAME = [0, 100] as const;
const SIZE = [124, 136] as const;
const CHECKSUM = [148, 156] as const;
const TYPE = 156;
const MAGIC = [257, 263] as const;
const PREFIX = [345, 500] as const;
/** GNU's own headers have other things where ustar has the prefix of a name. */
const USTAR_MAGIC = "ustar\0";

export interface TarHeader {
  /** May be continued by other entries: see readTar. */
  path: string;
  /** One character: "0" a file, "5" a folder, "L", "x" and others that describe the next entry. */
  type: string;
  sizeBytes: number;
}

/** Reads a header of 512 bytes; undefined for one of zeros, of which two end an archive. Throws CheckpointError "bad-header". */
export function readTarHeader(block: Uint8Array, at: ReadPlace): TarHeader | undefined {
  if (block.every((byte) => byte === 0)) return undefined;
  const bad = (problem: string): CheckpointError =>
    new CheckpointError("bad-header", { ...at, problem, advice: DOWNLOAD_AGAIN });
  const checksum = numberIn(block, CHECKSUM);
  if (checksum === undefined || checksum !== checksumOf(block)) throw bad("its checksum is wrong");
  const sizeBytes = numberIn(block, SIZE);
  if (sizeBytes === undefined) throw bad("its size is no number");
  const isUstar = String.fromCharCode(...block.subarray(...MAGIC)) === USTAR_MAGIC;
  const prefix = isUstar ? textIn(block, PREFIX) : "";
  const name = textIn(block, NAME);
  const type = String.fromCharCode(block[TYPE] ?? 0);
  return { path: prefix === "" ? name : `${prefix}/${name}`, type: type === "\0" ? "0" : type, sizeBytes };
}

/** The sum of a header's bytes, its checksum's taken as spaces. */
function checksumOf(block: Uint8Array): number {
  const [start, end] = CHECKSUM;
  return block.reduce((sum, byte, i) => sum + (i >= start && i < end ? 0x20 : byte), 0);
}

/** Up to the first NUL, in UTF-8; bytes that are none are replaced. */
function textIn(block: Uint8Array, [start, end]: readonly [number, number]): string {
  return tarText(block.subarray(start, end));
}

export function tarText(bytes: Uint8Array): string {
  const nul = bytes.indexOf(0);
  return new TextDecoder("utf-8", { ignoreBOM: true }).decode(nul === -1 ? bytes : bytes.subarray(0, nul));
}

/** Octal digits, or GNU's big-endian binary that starts with a byte 0x80. Undefined for anything else, and above 2^53. */
function numberIn(block: Uint8Array, [start, end]: readonly [number, number]): number | undefined {
  const field = block.subarray(start, end);
  if (field[0] === 0x80) {
    const number = field.subarray(1).reduce((value, byte) => value * 256 + byte, 0);
    return Number.isSafeInteger(number) ? number : undefined;
  }
  const digits = /^ *([0-7]+)[ \0]*$/.exec(String.fromCharCode(...field))?.[1];
  return digits === undefined ? undefined : parseInt(digits, 8);
}
