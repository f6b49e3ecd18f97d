import { describe, expect, it } from "vitest";
import { problemIn } from "../checkpoint/testing/expect-problem";
import { type ProtobufField, protobufFields } from "./protobuf-fields";
import { buildProtobuf } from "./testing/build-protobuf";

function fieldsOf(bytes: readonly number[] | Uint8Array, start = 0): ProtobufField[] {
  return [...protobufFields(Uint8Array.from(bytes), "a.model", start)];
}

describe("protobufFields", () => {
  it("reads varints, floats, texts and eight bytes, and says where they start in the file", () => {
    const bytes = buildProtobuf([
      [1, 300],
      [2, { float: -1.5 }],
      [3, "ab"],
      [4000, ""],
    ]);
    expect(fieldsOf([...bytes, 0x09, 1, 2, 3, 4, 5, 6, 7, 8], 100)).toEqual([
      { number: 1, value: 300, offset: 101 },
      { number: 2, value: -1.5, offset: 104 },
      { number: 3, value: Uint8Array.of(0x61, 0x62), offset: 110 },
      { number: 4000, value: new Uint8Array(0), offset: 116 },
      { number: 1, value: undefined, offset: 117 },
    ]);
    expect(fieldsOf([])).toEqual([]);
  });

  it("reads a negative number, which takes ten bytes, and what follows it", () => {
    const [negative, next] = fieldsOf([0x08, ...Array<number>(9).fill(0xff), 0x01, 0x10, 0x05]);
    expect(negative?.value).toBeCloseTo(2 ** 64, -10);
    expect(next).toEqual({ number: 2, value: 5, offset: 12 });
  });

  it.each([
    ["a varint of eleven bytes", [0x08, ...Array<number>(11).fill(0x80)], "bad-tokenizer", "byte 11"],
    ["field 0", [0x00, 0x00], "bad-tokenizer", "byte 1"],
    ["a group", [0x0b], "bad-tokenizer", "byte 1"],
    ["wire type 6", [0x0e], "bad-tokenizer", "byte 1"],
    ["a text longer than the message", [0x0a, 0x02, 0x61], "truncated", "byte 2"],
    ["a text of 2^63 bytes", [0x0a, ...Array<number>(9).fill(0x80), 0x01], "truncated", "byte 11"],
    ["a float cut off", [0x0d, 0, 0, 0], "truncated", "byte 1"],
    ["eight bytes cut off", [0x09, 0, 0, 0, 0, 0, 0, 0], "truncated", "byte 1"],
    ["a varint cut off", [0x08, 0x80], "truncated", "byte 2"],
  ])("refuses %s", async (_, bytes, code, place) => {
    expect(await problemIn(() => fieldsOf(bytes))).toMatchObject({ code, file: "a.model", place });
  });
});
