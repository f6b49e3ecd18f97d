import { describe, expect, it } from "vitest";
import { arraySource } from "../../byte-source";
import type { SourceTensor } from "../types";
import { checkAreas, checkTensors } from "./invariants";

const file = new Uint8Array(10);
const tensor: SourceTensor = {
  name: "a",
  shape: [2],
  dtype: "F32",
  file: "a.bin",
  bytes: arraySource(file),
  byteOffset: 2,
  byteLength: 8,
};

describe("what a reader accepted", () => {
  it.each([
    ["lies beyond the file", { byteOffset: 4 }, "bytes 4 to 12 of 10"],
    ["starts nowhere", { byteOffset: -1 }, "bytes -1 to 7"],
    ["has fewer bytes than its shape", { shape: [3] }, "8 bytes"],
    ["has an impossible shape", { shape: [-2, -1] }, "shape -2,-1"],
  ])("is wrong where a tensor %s", (_, change, says) => {
    expect(() => checkTensors([tensor], file)).not.toThrow();
    expect(() => checkTensors([{ ...tensor, ...change }], file)).toThrow(says);
  });

  it("is wrong where two entries share bytes", () => {
    const [one, other] = [
      { byteOffset: 0, byteLength: 4 },
      { byteOffset: 4, byteLength: 6 },
    ] as const;
    expect(() => checkAreas([other, one], file)).not.toThrow();
    expect(() => checkAreas([other, { ...one, byteLength: 5 }], file)).toThrow("bytes from 4 are used twice");
  });
});
