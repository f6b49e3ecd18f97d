import { describe, expect, it } from "vitest";
import { arraySource } from "../byte-source";
import { ByteWriter } from "../gguf/byte-writer";
import { readSafetensorsHeader } from "./safetensors-header";
import { buildSafetensors, joinSafetensors } from "./testing/build-safetensors";
import { problemOf } from "./testing/expect-problem";
import type { SourceTensor } from "./types";

function read(bytes: Uint8Array): Promise<SourceTensor[]> {
  return readSafetensorsHeader({ name: "model.safetensors", bytes: arraySource(bytes) });
}

function entry(dtype: unknown, shape: unknown, offsets: unknown): string {
  return JSON.stringify({ dtype, shape, data_offsets: offsets });
}

const bytes = (length: number): Uint8Array[] => [new Uint8Array(length)];

describe("readSafetensorsHeader", () => {
  it("reads tensors in the order of their bytes, metadata and padding aside", async () => {
    const header = `{"b":${entry("BF16", [2, 3], [8, 20])},"__metadata__":{"format":"pt"},"a":${entry("F32", [2], [0, 8])}}   `;
    const tensors = await read(joinSafetensors(header, bytes(20)));
    const dataStart = 8 + header.length;
    expect(tensors).toMatchObject([
      { name: "a", dtype: "F32", shape: [2], byteOffset: dataStart, byteLength: 8 },
      { name: "b", dtype: "BF16", shape: [2, 3], byteOffset: dataStart + 8, byteLength: 12 },
    ]);
  });

  it.each([
    ["more than 100 MB", 100_000_001n],
    ["2^64 - 1 bytes", 2n ** 64n - 1n],
  ])("refuses a header of %s without reading it", async (_, length) => {
    const problem = await problemOf(read(new ByteWriter().u64(length).bytes(new Uint8Array(64)).finish()));
    expect(problem.code).toBe("bad-header");
  });

  it("calls a header longer than the file truncated", async () => {
    const problem = await problemOf(read(new ByteWriter().u64(1000).bytes(new Uint8Array(64)).finish()));
    expect(problem.code).toBe("truncated");
  });

  it.each([
    ["no JSON", "{"],
    ["no object", "[]"],
    ["a tensor twice", `{"a":${entry("F32", [1], [0, 4])},"a":${entry("F32", [1], [0, 4])}}`],
    ["a tensor twice, spelled otherwise", `{"a":${entry("F32", [1], [0, 4])},"\\u0061":${entry("F32", [1], [0, 4])}}`],
    ["a shape twice", '{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4],"shape":[1]}}'],
    ["an entry that is no object", '{"a":1}'],
    ["no dtype", '{"a":{"shape":[1],"data_offsets":[0,4]}}'],
    ["a shape that is no list", `{"a":${entry("F32", 1, [0, 4])}}`],
    ["a negative dimension", `{"a":${entry("F32", [-1, -1], [0, 4])}}`],
    ["a dimension of 0", `{"a":${entry("F32", [0], [0, 0])},"b":${entry("F32", [1], [0, 4])}}`],
    ["a whole number spelled as a fraction", '{"a":{"dtype":"F32","shape":[1.0],"data_offsets":[0,4]}}'],
    ["metadata that are no table", `{"__metadata__":5,"a":${entry("F32", [1], [0, 4])}}`],
    ["metadata that are no texts", `{"__metadata__":{"format":1},"a":${entry("F32", [1], [0, 4])}}`],
    ["a fraction", `{"a":${entry("F32", [1.5], [0, 6])}}`],
    ["five dimensions", `{"a":${entry("F32", [1, 1, 1, 1, 1], [0, 4])}}`],
    ["a size that overflows", `{"a":${entry("F32", [4294967296, 4294967297], [0, 4])}}`],
    ["one offset", `{"a":${entry("F32", [1], [0])}}`],
    ["offsets backwards", `{"a":${entry("F32", [1], [4, 0])}}`],
    ["fewer bytes than its shape needs", `{"a":${entry("F32", [2], [0, 4])}}`],
    ["more bytes than its shape needs", `{"a":${entry("F16", [1], [0, 4])}}`],
    ["a hole", `{"a":${entry("F16", [1], [2, 4])}}`],
    ["an overlap", `{"a":${entry("F16", [1], [0, 2])},"b":${entry("F16", [2], [0, 4])}}`],
    ["bytes that belong to no tensor", `{"a":${entry("F16", [1], [0, 2])}}`],
    ["no tensor for its data", "{}"],
  ])("refuses %s", async (_, header) => {
    expect((await problemOf(read(joinSafetensors(header, bytes(4))))).code).toBe("bad-header");
  });

  it("names the tensor and the dtype that cannot be read", async () => {
    const tensor = { name: "layer.qweight", dtype: "I32", shape: [1], data: new Uint8Array(4) };
    const problem = await problemOf(read(buildSafetensors([tensor])));
    expect(problem).toMatchObject({ code: "unsupported-dtype", place: "layer.qweight" });
    expect(problem.message).toContain("I32");
  });

  it("is not fooled by names that objects inherit", async () => {
    const header = `{"__proto__":${entry("F16", [1], [0, 2])},"constructor":${entry("F16", [1], [2, 4])}}`;
    const tensors = await read(joinSafetensors(header, bytes(4)));
    expect(tensors.map(({ name }) => name)).toEqual(["__proto__", "constructor"]);
  });
});
