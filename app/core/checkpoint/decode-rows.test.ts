import { describe, expect, it } from "vitest";
import { decodeRows } from "./decode-rows";
import golden from "./golden/gguf-types.json";
import halves from "./golden/half.json";
import { isSourceDtype, SOURCE_DTYPES } from "./source-dtype";
import { base64Bytes, base64Floats } from "./testing/base64";

const DTYPES = SOURCE_DTYPES.filter(isSourceDtype);

describe("decodeRows", () => {
  it.each(DTYPES)("decodes %s bit for bit as gguf-py", (dtype) => {
    const found = golden.cases.filter(({ type }) => type === dtype);
    expect(found.length).toBeGreaterThan(0);
    for (const { rows, cols, data, values } of found) {
      const expected = new Uint32Array(base64Bytes(values).buffer);
      const decoded = decodeRows(dtype, base64Bytes(data), rows * cols);
      expect(new Uint32Array(decoded.buffer)).toEqual(expected);
    }
  });

  it("decodes bfloat16 exactly", () => {
    const bytes = base64Bytes(halves.bf16ToF32.bf16);
    const expected = base64Floats(halves.bf16ToF32.f32);
    expect(decodeRows("BF16", bytes, expected.length)).toEqual(expected);
  });

  it.each(DTYPES)("decodes %s from bytes that are not aligned, into a larger buffer", (dtype) => {
    const [first] = golden.cases.filter(({ type }) => type === dtype);
    if (first === undefined) throw new Error("no golden case");
    const count = first.rows * first.cols;
    const data = base64Bytes(first.data);
    const shifted = new Uint8Array(data.byteLength + 1);
    shifted.set(data, 1);
    const out = new Float32Array(count + 8).fill(7);
    expect(decodeRows(dtype, shifted.subarray(1), count, out)).toEqual(base64Floats(first.values));
    expect(out.subarray(count)).toEqual(new Float32Array(8).fill(7));
  });

  it("refuses bytes that do not hold the values", () => {
    expect(() => decodeRows("F16", new Uint8Array(63), 32)).toThrow(RangeError);
    expect(() => decodeRows("Q6_K", new Uint8Array(210), 128)).toThrow(RangeError);
  });
});

describe("isSourceDtype", () => {
  it("knows what can be decoded, and nothing that objects inherit", () => {
    expect(["F32", "Q6_K", "IQ4_XS", "toString"].map(isSourceDtype)).toEqual([true, true, false, false]);
  });
});
