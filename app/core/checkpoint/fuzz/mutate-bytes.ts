import type { Random } from "./random";

/** Numbers at which readers go wrong: signs, widths, and what overflows when it is added to or multiplied. */
const NUMBERS: readonly bigint[] = [
  ...[0, 1, 2, 3, 4, 7, 8, 16, 31, 32, 64, 127, 128, 255, 256, 512, 1000, 1024, 4096, 32767, 32768, 65535, 65536].map(
    BigInt,
  ),
  ...[31n, 32n, 50n, 53n, 62n, 63n, 64n].flatMap((bits) => [2n ** bits - 1n, 2n ** bits]),
];
const WIDTHS = [1, 2, 4, 8];
/** The same in digits, and what stands in place of numbers. */
const DIGITS = [...NUMBERS.map(String), "00", "-1", "-0", "1.0", "1e2", "1e400", "null", "true", "[]", "{}", '""'];
const LONGEST_RUN = 64;

type Mutation = (bytes: Uint8Array, random: Random) => Uint8Array;

/** One small change anywhere in the bytes. `tokens` are texts that mean something in the format. */
export function mutateBytes(bytes: Uint8Array, random: Random, tokens: readonly Uint8Array[]): Uint8Array {
  if (bytes.byteLength === 0) return insert(bytes, 0, randomBytes(random));
  const token = tokens[random.below(tokens.length + 1)];
  if (token !== undefined && random.oneIn(4)) {
    const at = random.below(bytes.byteLength + 1);
    return replace(bytes, at, random.oneIn(2) ? 0 : token.byteLength, token);
  }
  return random.pick(MUTATIONS)(bytes, random);
}

const MUTATIONS: readonly Mutation[] = [
  (bytes, random) => {
    const at = random.below(bytes.byteLength);
    return bytes.with(at, (bytes[at] ?? 0) ^ (1 << random.below(8)));
  },
  (bytes, random) => bytes.with(random.below(bytes.byteLength), random.below(256)),
  (bytes, random) => {
    const at = random.below(bytes.byteLength);
    return bytes.with(at, (bytes[at] ?? 0) + random.below(33) - 16);
  },
  writeNumber,
  writeNumber,
  addToNumber,
  (bytes, random) => {
    const at = random.below(bytes.byteLength);
    return replace(bytes, at, 1 + random.below(LONGEST_RUN), new Uint8Array(0));
  },
  (bytes, random) => insert(bytes, random.below(bytes.byteLength + 1), randomBytes(random)),
  (bytes, random) => insert(bytes, random.below(bytes.byteLength + 1), runOf(bytes, random)),
  (bytes, random) => {
    const run = runOf(bytes, random);
    return replace(bytes, random.below(bytes.byteLength), run.byteLength, run);
  },
  (bytes, random) => bytes.slice(0, random.below(bytes.byteLength)),
  rewriteDigits,
  rewriteDigits,
];

function writeNumber(bytes: Uint8Array, random: Random): Uint8Array {
  const width = random.pick(WIDTHS);
  const number = random.pick(NUMBERS);
  const changed = bytes.slice();
  const at = random.below(bytes.byteLength);
  for (let i = 0; i < width && at + i < changed.byteLength; i++)
    changed[at + i] = Number((number >> BigInt(8 * i)) & 255n);
  return changed;
}

/** Adds to a little-endian number, with the carry. */
function addToNumber(bytes: Uint8Array, random: Random): Uint8Array {
  const changed = bytes.slice();
  let carry = random.below(65) - 32;
  for (let at = random.below(bytes.byteLength); at < changed.byteLength && carry !== 0; at++) {
    const sum = (changed[at] ?? 0) + carry;
    changed[at] = sum;
    carry = sum >> 8;
  }
  return changed;
}

/** Puts another number in place of one that is written in digits, as JSON's are. */
function rewriteDigits(bytes: Uint8Array, random: Random): Uint8Array {
  const isDigit = (at: number): boolean => (bytes[at] ?? 0) >= 48 && (bytes[at] ?? 0) <= 57;
  let start = random.below(bytes.byteLength);
  while (start < bytes.byteLength && !isDigit(start)) start++;
  if (start === bytes.byteLength) return writeNumber(bytes, random);
  let end = start;
  while (isDigit(end)) end++;
  const text = random.pick(DIGITS);
  return replace(
    bytes,
    start,
    end - start,
    Uint8Array.from(text, (char) => char.charCodeAt(0)),
  );
}

function runOf(bytes: Uint8Array, random: Random): Uint8Array {
  const start = random.below(bytes.byteLength);
  return bytes.subarray(start, start + 1 + random.below(LONGEST_RUN));
}

function randomBytes(random: Random): Uint8Array {
  const isFill = random.oneIn(2);
  const fill = random.below(256);
  return Uint8Array.from({ length: 1 + random.below(16) }, () => (isFill ? fill : random.below(256)));
}

function insert(bytes: Uint8Array, at: number, part: Uint8Array): Uint8Array {
  return replace(bytes, at, 0, part);
}

function replace(bytes: Uint8Array, at: number, count: number, part: Uint8Array): Uint8Array {
  const rest = bytes.subarray(Math.min(at + count, bytes.byteLength));
  const changed = new Uint8Array(at + part.byteLength + rest.byteLength);
  changed.set(bytes.subarray(0, at));
  changed.set(part, at);
  changed.set(rest, at + part.byteLength);
  return changed;
}
