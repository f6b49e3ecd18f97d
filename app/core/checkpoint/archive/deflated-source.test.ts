import { describe, expect, it } from "vitest";
import { arraySource, type ByteSource } from "../../byte-source";
import { CheckpointError } from "../../errors";
import { ByteWriter } from "../../gguf/byte-writer";
import golden from "../golden/deflate.json" with { type: "json" };
import { base64Bytes } from "../testing/base64";
import { problemOf } from "../testing/expect-problem";
import { randomNumbers } from "../testing/tiny-model";
import { DeflatedSource } from "./deflated-source";
import { crc32 } from "./inflate/crc32";

interface Says {
  sizeBytes: number;
  checksum: number;
  spacingBytes?: number;
  signal?: AbortSignal;
}

function source(bytes: ByteSource, { sizeBytes, checksum, spacingBytes = 1 << 20, signal }: Says): DeflatedSource {
  const at = { file: "a.zip", place: "model.bin" };
  const bad = (problem: string): CheckpointError =>
    new CheckpointError("bad-value", { ...at, problem, advice: "Download it again." });
  return new DeflatedSource({ bytes, sizeBytes, at, bad }, { checksum, spacingBytes, onUse: () => undefined, signal });
}

const cases = golden.cases.map(({ name, size, crc32, stream }) => ({
  name,
  bytes: base64Bytes(stream),
  says: { sizeBytes: size, checksum: crc32 },
}));

function caseOf(wanted: string): (typeof cases)[number] {
  const found = cases.find(({ name }) => name === wanted);
  if (found === undefined) throw new Error(`no case ${wanted}`);
  return found;
}

describe("DeflatedSource", () => {
  it.each(cases)("unpacks what zlib packed: $name", async ({ bytes, says }) => {
    // The checksum, which is zlib's, is compared as the last byte is read.
    const whole = await source(arraySource(bytes), says).slice(0, says.sizeBytes);
    expect(whole.byteLength).toBe(says.sizeBytes);
  });

  it.each(cases)("reads the same anywhere, from points within and between blocks: $name", async ({ bytes, says }) => {
    const whole = await source(arraySource(bytes), says).slice(0, says.sizeBytes);
    const random = randomNumbers(1);
    const scattered = source(arraySource(bytes), { ...says, spacingBytes: 500 });
    for (let i = 0; i < 200; i++) {
      const start = Math.floor(random() * says.sizeBytes);
      const end = Math.min(says.sizeBytes, start + Math.floor(random() * 900));
      if (random() < 0.3) scattered.release();
      const read = await scattered.slice(start, end);
      expect(sameBytes(read, whole.subarray(start, end)), `bytes ${start} to ${end}`).toBe(true);
    }
  });

  it("serves reads that are asked for at once", async () => {
    const { bytes, says } = caseOf("text, best");
    const deflated = source(arraySource(bytes), says);
    const [second, first] = await Promise.all([deflated.slice(100, 200), deflated.slice(0, 100)]);
    expect(await deflated.slice(0, 200)).toEqual(Uint8Array.of(...first, ...second));
  });

  it("reads on without repeating work, and elsewhere from a point near by", async () => {
    const random = randomNumbers(2);
    const data = Uint8Array.from({ length: 3_000_000 }, () => Math.floor(random() * 256));
    const stream = storedBlocks(data);
    let reads: [number, number][] = [];
    const bytes: ByteSource = {
      byteLength: stream.byteLength,
      slice: (start, end) => {
        reads.push([start, end]);
        return Promise.resolve(stream.slice(start, end));
      },
    };
    const deflated = source(bytes, { sizeBytes: data.byteLength, checksum: crc32(data) });
    for (let at = 0; at < data.byteLength; at += 100_000) {
      const end = Math.min(at + 100_000, data.byteLength);
      expect(sameBytes(await deflated.slice(at, end), data.subarray(at, end))).toBe(true);
    }
    expect(reads.reduce((sum, [start, end]) => sum + end - start, 0)).toBeLessThan(1.01 * stream.byteLength);
    for (const release of [false, true]) {
      reads = [];
      if (release) deflated.release();
      expect(await deflated.slice(2_200_000, 2_200_010)).toEqual(data.slice(2_200_000, 2_200_010));
      expect(Math.min(...reads.map(([start]) => start))).toBeGreaterThan(2_000_000);
    }
  });

  it.each(["text, best", "text, fixed", "weights, stored", "flushed"])(
    "fails on every truncation, and on every byte that is another, if it does not read the same: %s",
    async (name) => {
      const { bytes, says } = caseOf(name);
      const read = (stream: Uint8Array) => source(arraySource(stream), says).slice(0, says.sizeBytes);
      const whole = await read(bytes);
      for (let length = 0; length < bytes.byteLength; length += 1 + (length >> 6)) {
        expect((await problemOf(read(bytes.subarray(0, length)))).code).toBe("bad-value");
      }
      let failures = 0;
      for (let at = 0; at < bytes.byteLength; at += 1 + (at >> 5)) {
        try {
          const other = await read(bytes.with(at, (bytes[at] ?? 0) ^ (1 << (at % 8))));
          expect(sameBytes(other, whole)).toBe(true);
        } catch (error) {
          if (!(error instanceof CheckpointError)) throw error;
          failures++;
        }
      }
      expect(failures).toBeGreaterThan(50);
    },
  );

  it("says that the length or the checksum is wrong once it has read to the end, and again after that", async () => {
    const { bytes, says } = caseOf("text, best");
    const { sizeBytes, checksum } = says;
    const last = (sizeBytes: number, checksum: number, stream = bytes) => {
      const deflated = source(arraySource(stream), { sizeBytes, checksum });
      return () => deflated.slice(sizeBytes - 1, sizeBytes);
    };
    expect((await problemOf(last(sizeBytes - 1, checksum)())).message).toContain("more than the");
    expect((await problemOf(last(sizeBytes + 1, checksum)())).message).toContain("less than the");
    const longer = Uint8Array.of(...bytes, 0);
    expect((await problemOf(last(sizeBytes, checksum, longer)())).message).toContain("bytes follow");
    const wrong = last(sizeBytes, checksum ^ 1);
    for (let i = 0; i < 2; i++) expect((await problemOf(wrong())).message).toContain("checksum is wrong");
    expect((await last(sizeBytes, checksum)()).byteLength).toBe(1);
  });

  it("stops when told to, and goes on from there when a read has failed for a while", async () => {
    const { bytes, says } = caseOf("text, best");
    const controller = new AbortController();
    const stopped = source(arraySource(bytes), { ...says, signal: controller.signal });
    controller.abort();
    await expect(stopped.slice(0, 10)).rejects.toMatchObject({ name: "AbortError" });
    let fails = true;
    const flaky: ByteSource = {
      byteLength: bytes.byteLength,
      slice: (start, end) =>
        fails ? Promise.reject(new Error("NotReadableError")) : Promise.resolve(bytes.slice(start, end)),
    };
    const deflated = source(flaky, says);
    expect((await problemOf(deflated.slice(0, 10))).message).toContain("moved or changed");
    fails = false;
    expect(await deflated.slice(0, 10)).toEqual(await source(arraySource(bytes), says).slice(0, 10));
  });

  it.each<[string, string, [value: number, bits: number][]]>([
    [
      "a block of no kind",
      "no known kind",
      [
        [1, 1],
        [3, 2],
      ],
    ],
    [
      "a stored length that contradicts itself",
      "contradicts itself",
      [
        [1, 1],
        [0, 7],
        [5, 16],
        [5, 16],
      ],
    ],
    [
      "a match before the data",
      "reaches back",
      [
        [1, 1],
        [1, 2],
        [reverse(0b0000001, 7), 7],
        [0, 5],
      ],
    ],
    [
      "a length without meaning",
      "no meaning",
      [
        [1, 1],
        [1, 2],
        [reverse(0b11000110, 8), 8],
      ],
    ],
    [
      "a distance without meaning",
      "no meaning",
      [
        [1, 1],
        [1, 2],
        [reverse(0b0000001, 7), 7],
        [reverse(30, 5), 5],
      ],
    ],
    [
      "287 codes",
      "too many codes",
      [
        [1, 1],
        [2, 2],
        [30, 5],
        [0, 5],
        [0, 4],
        [0, 12],
      ],
    ],
    [
      "code lengths with too many symbols",
      "too many symbols",
      [
        [1, 1],
        [2, 2],
        [0, 5],
        [0, 5],
        [0, 4],
        [0o1111, 12],
      ],
    ],
    [
      "code lengths that are incomplete",
      "incomplete",
      [
        [1, 1],
        [2, 2],
        [0, 5],
        [0, 5],
        [0, 4],
        [0o2000, 12],
      ],
    ],
    [
      "a repetition of nothing",
      "cannot be",
      [
        [1, 1],
        [2, 2],
        [0, 5],
        [0, 5],
        [0, 4],
        [0o0011, 12],
        [0, 1],
      ],
    ],
    ["a repetition beyond the end", "cannot be", [[1, 1], [2, 2], [0, 5], [0, 5], [0, 4], [0o1100, 12], ...zeros(3)]],
    ["a block without an end", "no end", [[1, 1], [2, 2], [0, 5], [0, 5], [0, 4], [0o1100, 12], ...zeros(1.87)]],
  ])("refuses %s", async (_, message, bits) => {
    const stream = Uint8Array.of(...bitsOf(bits), 0, 0, 0, 0);
    const problem = await problemOf(source(arraySource(stream), { sizeBytes: 300, checksum: 0 }).slice(0, 1));
    expect(problem.message).toContain(message);
  });
});

/** So many times 138 codes of length 0, by the second of two codes of one bit: 18, then seven bits more. */
function zeros(times: number): [number, number][] {
  const counts = Array.from({ length: Math.ceil(times) }, (_, i) => Math.round(138 * Math.min(1, times - i)));
  return counts.flatMap((count): [number, number][] => [
    [1, 1],
    [count - 11, 7],
  ]);
}

/** A code's bits in the order in which streams hold them. */
function reverse(code: number, length: number): number {
  return Array.from({ length }, (_, i) => (code >> i) & 1).reduce((result, bit) => (result << 1) | bit, 0);
}

/** Numbers of so many bits each, lowest first. */
function bitsOf(numbers: readonly (readonly [value: number, bits: number])[]): number[] {
  const bits = numbers.flatMap(([value, count]) => Array.from({ length: count }, (_, i) => (value >> i) & 1));
  const byteAt = (at: number): number => bits.slice(at, at + 8).reduce((byte, bit, i) => byte | (bit << i), 0);
  return Array.from({ length: Math.ceil(bits.length / 8) }, (_, i) => byteAt(8 * i));
}

/** A deflate stream of stored blocks. */
function storedBlocks(data: Uint8Array): Uint8Array {
  const most = 0xffff;
  const blocks = new ByteWriter();
  for (let at = 0; at < data.byteLength; at += most) {
    const part = data.subarray(at, at + most);
    blocks
      .u8(at + most >= data.byteLength ? 1 : 0)
      .u32(part.byteLength | (~part.byteLength << 16))
      .bytes(part);
  }
  return blocks.finish();
}

function sameBytes(a: Uint8Array, b: Uint8Array): boolean {
  return a.byteLength === b.byteLength && a.every((byte, i) => byte === b[i]);
}
