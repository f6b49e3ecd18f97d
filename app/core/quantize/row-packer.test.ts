import { describe, expect, it } from "vitest";
import { decodeRows } from "../checkpoint/decode-rows";
import ggufTypes from "../checkpoint/golden/gguf-types.json";
import { floatToHalf, halfToFloat } from "../checkpoint/half";
import { isSourceDtype } from "../checkpoint/source-dtype";
import { base64Bytes, base64Floats, base64Words } from "../checkpoint/testing/base64";
import golden from "./golden/q4_0.json";
import { sha256 } from "../sha256";
import type { PackJob } from "./row-packer";
import { bytesOf, groupErrors, someWeights, storedValues, sum } from "./testing/some-weights";
import { testPacker } from "./testing/test-packer";

const packer = await testPacker();

function bytesAt({ buffer, byteOffset, byteLength }: Uint32Array<ArrayBuffer>): Uint8Array<ArrayBuffer> {
  return new Uint8Array(buffer, byteOffset, byteLength);
}

function floatJob(values: Float32Array, rows: number, options: Partial<PackJob> = {}): PackJob {
  return { dtype: "F32", bytes: bytesOf(values), rows, columns: values.length / rows, mode: "plain", ...options };
}

describe('pack, "plain"', () => {
  it.each(golden.cases)("agrees with gguf-py byte for byte: $name", async ({ rows, input, qWeight, qScale }) => {
    const packed = await packer.pack(floatJob(base64Floats(input), rows));
    expect(packed.problem).toBeUndefined();
    expect(packed.weight).toEqual(base64Words(qWeight));
    expect(packed.scale).toEqual(base64Words(qScale));
  });

  it("takes every half float and every bfloat16 as the same value in float32", async () => {
    const finite = Uint16Array.from({ length: 0xf800 }, (_, i) => (i < 0x7c00 ? i : i + 0x400));
    const exact = Float32Array.from(finite, halfToFloat);
    const fromHalves = await packer.pack({ ...floatJob(exact, 31), dtype: "F16", bytes: bytesOf(finite) });
    expect(fromHalves).toEqual(await packer.pack(floatJob(exact, 31)));

    // Up to 2^18, so that every scale is a half.
    const upper = Uint16Array.from({ length: 0x9000 }, (_, i) => (i < 0x4800 ? i : i - 0x4800 + 0x8000));
    const wide = new Float32Array(Uint32Array.from(upper, (bits) => bits << 16).buffer);
    const fromUpper = await packer.pack({ ...floatJob(wide, 18), dtype: "BF16", bytes: bytesOf(upper) });
    expect(fromUpper.problem).toBeUndefined();
    expect(fromUpper).toEqual(await packer.pack(floatJob(wide, 18)));
  });

  it.each(["F16", "BF16"] as const)("keeps the sign of a group of zeros, which %s has as well", async (dtype) => {
    const zeros = new Float32Array(64).fill(-0);
    const bytes = bytesOf(new Uint16Array(64).fill(0x8000));
    expect(await packer.pack({ ...floatJob(zeros, 1), dtype, bytes })).toEqual(await packer.pack(floatJob(zeros, 1)));
  });

  it("tells the sums of squares, of the errors and of the source", async () => {
    const values = someWeights(6 * 192);
    const packed = await packer.pack(floatJob(values, 6));
    const errors = sum(groupErrors(values, storedValues(packed)));
    expect(packed.squaredError / errors).toBeCloseTo(1, 5);
    expect(packed.squaredSum / sum(values.map((value) => value ** 2))).toBeCloseTo(1, 5);
  });
});

describe.each(["plain", "best"] as const)('pack, "%s"', (mode) => {
  it.each(ggufTypes.cases.filter(({ type }) => type !== "Q4_0"))(
    "takes $type as the values that it decodes to",
    async ({ type, rows, cols, data, values }) => {
      if (!isSourceDtype(type)) throw new Error(`unknown type ${type}`);
      const bytes = base64Bytes(data);
      const packed = await packer.pack({ dtype: type, bytes, rows, columns: cols, mode });
      expect(packed).toEqual(await packer.pack(floatJob(base64Floats(values), rows, { mode })));
    },
  );

  it("keeps the numbers of Q4_0, and tells their sum of squares", async () => {
    for (const { rows, cols: columns, blocks, qWeight, qScale } of golden.cases) {
      const bytes = base64Bytes(blocks);
      const packed = await packer.pack({ dtype: "Q4_0", bytes, rows, columns, mode });
      expect(packed.weight).toEqual(base64Words(qWeight));
      expect(packed.scale).toEqual(base64Words(qScale));
      expect(packed.squaredError).toBe(0);
      const squares = decodeRows("Q4_0", bytes, rows * columns).map((value) => value ** 2);
      expect(packed.squaredSum).toBeCloseTo(sum(squares), 3 - Math.ceil(Math.log10(1 + sum(squares))));
    }
  });

  it("packs rows one by one as it packs them together, however many and long", async () => {
    const [rows, columns] = [5, 65600];
    const values = someWeights(rows * columns);
    const importance = someWeights(columns).map(Math.abs);
    const together = await packer.pack(floatJob(values, rows, { mode, importance }));
    let squaredError = 0;
    for (let row = 0; row < rows; row++) {
      const alone = values.subarray(row * columns, (row + 1) * columns);
      const packed = await packer.pack(floatJob(alone, 1, { mode, importance }));
      expect(together.weight.subarray((row * columns) / 8, ((row + 1) * columns) / 8)).toEqual(packed.weight);
      expect(together.scale.subarray((row * columns) / 64, ((row + 1) * columns) / 64)).toEqual(packed.scale);
      squaredError += packed.squaredError;
    }
    expect(together.squaredError / squaredError).toBeCloseTo(1, 9);
  });

  // The last is as long as what takes its place.
  it.each(["F32", "F16", "Q4_0"] as const)("puts rows in the place of their bytes where it may: %s", async (dtype) => {
    const [rows, columns] = [5, 65600];
    const values = someWeights(rows * columns);
    const bytes = {
      F32: () => new Uint8Array(values.buffer.slice(0)),
      F16: () => new Uint8Array(Uint16Array.from(values, floatToHalf).buffer),
      Q4_0: () => Uint8Array.from({ length: (rows * columns * 18) / 32 }, (_, i) => (i % 18 === 1 ? 0x2c : i % 251)),
    }[dtype]();
    const apart = await packer.pack({ dtype, bytes: bytes.slice(), rows, columns, mode });
    const inPlace = await packer.pack({ dtype, bytes, rows, columns, mode, mayOverwrite: true });
    expect(inPlace.weight.buffer).toBe(bytes.buffer);
    expect(inPlace.scale.buffer).toBe(bytes.buffer);
    expect(inPlace.problem).toBeUndefined();
    expect(await sha256(bytesAt(inPlace.weight))).toBe(await sha256(bytesAt(apart.weight)));
    expect(await sha256(bytesAt(inPlace.scale))).toBe(await sha256(bytesAt(apart.scale)));
  });

  it("packs apart what is longer than its bytes, or not aligned as they are", async () => {
    const values = someWeights(4 * 256);
    const unaligned = { ...floatJob(values, 4, { mode }), mayOverwrite: true };
    const packed = await packer.pack(unaligned);
    expect(packed.weight.buffer).not.toBe(unaligned.bytes.buffer);
    expect(packed).toEqual(await packer.pack(floatJob(values, 4, { mode })));
    const short = {
      dtype: "Q2_K",
      bytes: new Uint8Array(4 * 84),
      rows: 4,
      columns: 256,
      mode,
      mayOverwrite: true,
    } as const;
    expect((await packer.pack(short)).weight.buffer).not.toBe(short.bytes.buffer);
  });

  it.each([0, 1, 31, 32, 63, 64, 200])("finds a value that is not finite at column %i of a row", async (column) => {
    for (const value of [Number.NaN, -Number.NaN, Infinity, -Infinity]) {
      const values = someWeights(3 * 256);
      values[2 * 256 + column] = value;
      const problem = { row: 2, kind: "not-finite" };
      expect(await packer.pack(floatJob(values, 3, { mode }))).toMatchObject({ problem });
      const halves = Uint16Array.from(values, floatToHalf);
      expect(await packer.pack(floatJob(values, 3, { mode, dtype: "F16", bytes: bytesOf(halves) }))).toMatchObject({
        problem,
      });
      const upper = new Uint16Array(values.buffer).filter((_, i) => i % 2 === 1);
      expect(await packer.pack(floatJob(values, 3, { mode, dtype: "BF16", bytes: bytesOf(upper) }))).toMatchObject({
        problem,
      });
    }
  });

  it("finds a scale that no half can hold, and takes the largest that one can", async () => {
    const values = new Float32Array(2 * 64);
    values[64 + 40] = 65520 * 8;
    expect(await packer.pack(floatJob(values, 2, { mode }))).toMatchObject({
      problem: { row: 1, kind: "scale-too-large" },
    });
    values[64 + 40] = -65504 * 8;
    const { problem, scale } = await packer.pack(floatJob(values, 2, { mode }));
    expect(problem).toBeUndefined();
    expect(scale[1]).toBe(0x7bff8000);
  });

  it("names the first row with a problem, whichever it is, and forgets it", async () => {
    const values = someWeights(400 * 1024);
    values[300 * 1024 + 64] = 1e9;
    values[300 * 1024 + 96] = Number.NaN;
    values[350 * 1024] = Infinity;
    expect(await packer.pack(floatJob(values, 400, { mode }))).toMatchObject({
      problem: { row: 300, kind: "scale-too-large" },
    });
    expect((await packer.pack(floatJob(someWeights(64), 1, { mode }))).problem).toBeUndefined();
  });

  it("finds a scale of Q4_0 that is not finite", async () => {
    const bytes = new Uint8Array(3 * 36);
    bytes[2 * 36 + 19] = 0x7c;
    expect(await packer.pack({ dtype: "Q4_0", bytes, rows: 3, columns: 64, mode })).toMatchObject({
      problem: { row: 2, kind: "not-finite" },
    });
  });

  it("refuses lengths that do not fit the shape", async () => {
    const job = floatJob(someWeights(128), 2, { mode });
    await expect(packer.pack({ ...job, rows: 3 })).rejects.toThrow(RangeError);
    await expect(packer.pack({ ...job, rows: 4, columns: 32 })).rejects.toThrow(RangeError);
    await expect(packer.pack({ ...job, columns: 0 })).rejects.toThrow(RangeError);
    await expect(packer.pack({ ...job, importance: new Float32Array(63) })).rejects.toThrow(RangeError);
  });
});
