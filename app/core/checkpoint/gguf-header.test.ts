import { describe, expect, it } from "vitest";
import { arraySource } from "../byte-source";
import { ByteWriter } from "../gguf/byte-writer";
import type { GgufMetadata } from "../gguf/gguf-writer";
import { type GgufHeader, readGgufHeader } from "./gguf-header";
import { buildGguf, type GgufTensorInput } from "./testing/build-gguf";
import { problemOf } from "./testing/expect-problem";

const ROW: GgufTensorInput = { name: "row", shape: [8], type: 0, data: new Uint8Array(32) };

function read(bytes: Uint8Array): Promise<GgufHeader> {
  return readGgufHeader(arraySource(bytes), "a.gguf");
}

function start(tensors: number | bigint, entries: number | bigint): ByteWriter {
  return new ByteWriter().bytes(new TextEncoder().encode("GGUF")).u32(3).u64(tensors).u64(entries);
}

/** A header with one tensor entry whose numbers are free, and room for its data. */
function oneTensor(
  dimensions: readonly (number | bigint)[],
  type: number,
  offset: number | bigint,
  name = "w",
): Uint8Array {
  const writer = start(1, 0).text(name).u32(dimensions.length);
  for (const size of dimensions) writer.u64(size);
  return writer.u32(type).u64(offset).padTo(32).bytes(new Uint8Array(4096)).finish();
}

describe("readGgufHeader", () => {
  it.each([2, 3])("reads version %i with every kind of value", async (version) => {
    const metadata: GgufMetadata = [
      ["u32", { u32: 4294967295 }],
      ["f32", { f32: 0.5 }],
      ["bool", { bool: true }],
      ["text", { text: "é🙂" }],
      ["texts", { texts: ["a", ""] }],
      ["i32s", { i32s: [-1, 2] }],
      ["f32s", { f32s: [1.5] }],
    ];
    const header = await read(buildGguf({ metadata, tensors: [ROW], version }));
    expect(Object.fromEntries(header.metadata)).toEqual({
      u32: 4294967295,
      f32: 0.5,
      bool: true,
      text: "é🙂",
      texts: ["a", ""],
      i32s: [-1, 2],
      f32s: [1.5],
    });
  });

  it("places tensors row-major, padded to general.alignment", async () => {
    const tensors: GgufTensorInput[] = [
      { name: "a", shape: [3, 32], type: 8, data: new Uint8Array(102) },
      { name: "b", shape: [2, 4], type: 1, data: new Uint8Array(16) },
    ];
    const bytes = buildGguf({ metadata: [["general.alignment", { u32: 64 }]], tensors, alignment: 64 });
    const [a, b] = (await read(bytes)).tensors;
    expect(a).toMatchObject({ shape: [3, 32], dtype: "Q8_0", byteLength: 102 });
    expect(b).toMatchObject({ shape: [2, 4], dtype: "F16", byteLength: 16 });
    expect((a?.byteOffset ?? 1) % 64).toBe(0);
    expect((b?.byteOffset ?? 0) - (a?.byteOffset ?? 0)).toBe(128);
    expect(b?.byteOffset).toBe(bytes.byteLength - 16);
  });

  it.each([3, 4, 33, 0, 2 ** 20])("refuses an alignment of %i", async (alignment) => {
    const bytes = buildGguf({ metadata: [["general.alignment", { u32: alignment }]], tensors: [] });
    expect((await problemOf(read(bytes))).place).toBe("general.alignment");
  });

  it.each([
    ["tensors", start(2n ** 62n, 0)],
    ["tensors that the file has no room for", start(1000, 0)],
    ["entries", start(0, 2n ** 64n - 1n)],
    ["entries that the file has no room for", start(0, 1000)],
    ["bytes of a key", start(0, 1).u64(2n ** 40n)],
    [
      "bytes of a text",
      start(0, 1)
        .text("k")
        .u32(8)
        .u64(2n ** 53n - 1n),
    ],
    [
      "elements",
      start(0, 1)
        .text("k")
        .u32(9)
        .u32(0)
        .u64(2n ** 50n),
    ],
    [
      "elements of no bytes",
      start(0, 1)
        .text("k")
        .u32(9)
        .u32(99)
        .u64(2n ** 50n),
    ],
    ["texts", start(0, 1).text("k").u32(9).u32(8).u64(1000)],
  ])("allocates nothing for an impossible number of %s", async (_, writer) => {
    const problem = await problemOf(read(writer.bytes(new Uint8Array(200)).finish()));
    expect(["truncated", "bad-header"]).toContain(problem.code);
  });

  it("refuses arrays nested without end, and more elements than any tokenizer has", async () => {
    const nested = start(0, 1).text("k").u32(9);
    for (let i = 0; i < 100; i++) nested.u32(9).u64(1);
    expect((await problemOf(read(nested.finish()))).message).toContain("nested");
    const count = (1 << 23) + 1;
    const long = start(0, 1).text("k").u32(9).u32(0).u64(count).bytes(new Uint8Array(count));
    expect((await problemOf(read(long.finish()))).message).toContain("too long");
  });

  it.each([
    ["a key twice", start(0, 2).text("k").u32(4).u32(1).text("k").u32(4).u32(1)],
    ["an empty key", start(0, 1).text("").u32(4).u32(1)],
    ["an unknown type", start(0, 1).text("k").u32(13).u32(1)],
    ["a truth value of 2", start(0, 1).text("k").u32(7).u8(2)],
    ["text that is no UTF-8", start(0, 1).text("k").u32(8).u64(2).u8(0xc3).u8(0x28)],
  ])("refuses %s", async (_, writer) => {
    expect((await problemOf(read(writer.bytes(new Uint8Array(64)).finish()))).code).toBe("bad-header");
  });

  it("takes the paths that llama-quantize noted in any encoding", async () => {
    const writer = start(0, 1).text("quantize.imatrix.file").u32(8).u64(2).u8(0xc3).u8(0x28).bytes(new Uint8Array(64));
    expect((await read(writer.finish())).metadata.get("quantize.imatrix.file")).toBe("\ufffd(");
  });

  it("refuses a tensor that appears twice", async () => {
    const problem = await problemOf(read(buildGguf({ metadata: [], tensors: [ROW, ROW] })));
    expect(problem).toMatchObject({ code: "bad-header", place: "row" });
  });

  it.each<[string, (number | bigint)[], number, number | bigint, string]>([
    ["no dimension", [], 0, 0, "bad-header"],
    ["five dimensions", [1, 1, 1, 1, 1], 0, 0, "bad-header"],
    ["a dimension of 0", [8, 0], 0, 0, "bad-header"],
    ["a product above 2^64", [2n ** 40n, 2n ** 40n], 0, 0, "bad-header"],
    ["a product that wraps to a small size", [2n ** 32n, 2n ** 32n + 1n], 0, 0, "bad-header"],
    ["rows that are no whole blocks", [33], 8, 0, "bad-header"],
    ["data beyond the end of the file", [64, 64], 0, 0, "truncated"],
    ["an offset that is not aligned", [8], 0, 4, "bad-header"],
    ["a hole before its data", [8], 0, 32, "bad-header"],
    ["an offset beyond 2^53", [8], 0, 2n ** 63n, "bad-header"],
  ])("refuses a tensor with %s", async (_, dimensions, type, offset, code) => {
    expect((await problemOf(read(oneTensor(dimensions, type, offset)))).code).toBe(code);
  });

  it("refuses tensors whose data overlap", async () => {
    const writer = start(2, 0).text("a").u32(1).u64(16).u32(0).u64(0).text("b").u32(1).u64(16).u32(0).u64(32);
    const problem = await problemOf(read(writer.padTo(32).bytes(new Uint8Array(1024)).finish()));
    expect(problem).toMatchObject({ code: "bad-header", place: "b" });
  });

  it.each([
    [9, "Q8_1"],
    [20, "IQ4_NL"],
    [23, "IQ4_XS"],
    [35, "TQ2_0"],
    [39, "MXFP4"],
    [28, "F64"],
    [4, "type 4"],
  ])("names the tensor and the type for type %i", async (type, name) => {
    const problem = await problemOf(read(oneTensor([256], type, 0, "blk.0.ffn_up.weight")));
    expect(problem).toMatchObject({ code: "unsupported-dtype", place: "blk.0.ffn_up.weight" });
    expect(problem.message).toContain(name);
  });
});
