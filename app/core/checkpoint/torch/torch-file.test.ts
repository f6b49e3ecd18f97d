import { describe, expect, it } from "vitest";
import { arraySource } from "../../byte-source";
import { CheckpointError } from "../../errors";
import golden from "../golden/torch.json" with { type: "json" };
import { base64Bytes } from "../testing/base64";
import {
  buildTorch,
  buildTorchArchive,
  pickle,
  stateDict,
  storage,
  tensor,
  text,
  torchEntries,
} from "../testing/build-torch";
import { buildZip, latin1 } from "../testing/build-zip";
import { problemOf } from "../testing/expect-problem";
import type { SourceTensor } from "../types";
import { readTorchFile } from "./torch-file";

function read(bytes: Uint8Array): Promise<SourceTensor[]> {
  return readTorchFile({ name: "pytorch_model.bin", bytes: arraySource(bytes) });
}

/** A file with one storage of 8 half floats and whatever tensor is said to lie in it. */
function oneTensor(value: string): Uint8Array {
  return buildTorchArchive(pickle(stateDict([["w", value]])), [new Uint8Array(16)]);
}

const halves = storage("HalfStorage", "0", 8);

describe("readTorchFile", () => {
  it.each(golden.cases)("finds in a $kind dict of protocol $protocol what Python put there", async (example) => {
    const tensors = await read(base64Bytes(example.file));
    const found = await Promise.all(
      tensors.map(async ({ name, dtype, shape, bytes, byteOffset, byteLength }) => {
        const data = await bytes.slice(byteOffset, byteOffset + byteLength);
        return { name, dtype, shape, data };
      }),
    );
    expect(found).toEqual(example.tensors.map((one) => ({ ...one, data: base64Bytes(one.data) })));
  });

  it("fails on every truncation, and only with a CheckpointError", async () => {
    const whole = base64Bytes(golden.cases.find(({ kind }) => kind === "metadata")?.file ?? "");
    for (let length = 0; length < whole.byteLength; length++) {
      expect((await problemOf(read(whole.subarray(0, length)))).code).toBe("truncated");
    }
  });

  it("survives any one byte being another: it opens, or fails with a CheckpointError", async () => {
    const whole = buildTorch([{ name: "w", dtype: "F16", shape: [2, 4], data: new Uint8Array(16) }]);
    let failures = 0;
    for (let at = 0; at < whole.byteLength; at++) {
      for (const value of [0, 0x28, 0x7f, 0xff]) {
        try {
          await read(whole.with(at, value));
        } catch (error) {
          failures++;
          if (!(error instanceof CheckpointError)) throw error;
        }
      }
    }
    expect(failures).toBeGreaterThan(1000);
  });

  it.each([
    ["the last value of its storage", { shape: [1], storageOffset: 7 }, 14, 2],
    ["a dimension of 1 with any stride", { shape: [2, 1, 4], strides: [4, 77, 1] }, 0, 16],
    ["a single value without dimensions", { shape: [], storageOffset: 3 }, 6, 2],
  ] as const)("finds %s", async (_, fields, offset, byteLength) => {
    const bytes = oneTensor(tensor({ storage: halves, ...fields }));
    const [found] = await read(bytes);
    const data = (await read(oneTensor(tensor({ storage: halves, shape: [8] }))))[0]?.byteOffset ?? NaN;
    expect((found?.byteOffset ?? NaN) % 64).toBe(offset);
    expect(data % 64).toBe(0);
    expect(found).toMatchObject({ name: "w", dtype: "F16", byteLength });
  });

  it.each([
    ["a transposed matrix", { shape: [2, 4], strides: [1, 2] }, "unsupported-format", "row after row"],
    ["every other column", { shape: [2, 2], strides: [4, 2] }, "unsupported-format", "row after row"],
    ["one row many times", { shape: [1000, 8], strides: [0, 1] }, "unsupported-format", "row after row"],
    ["more strides than dimensions", { shape: [8], strides: [1, 8] }, "unsupported-format", "row after row"],
    ["fewer strides than dimensions", { shape: [2, 4], strides: [1] }, "unsupported-format", "row after row"],
    ["values beyond its storage", { shape: [3, 3] }, "bad-header", "it ends at value 9 of data/0, which has 8"],
    ["an offset beyond its storage", { shape: [8], storageOffset: 1 }, "bad-header", "it ends at value 9"],
    ["a negative offset", { shape: [1], storageOffset: -1 }, "bad-header", "impossible"],
    ["a negative dimension", { shape: [-2, -4] }, "bad-header", "impossible"],
    ["a dimension of 0", { shape: [0] }, "bad-header", "its dimension of 0 is impossible"],
    ["five dimensions", { shape: [1, 1, 1, 1, 1] }, "bad-header", "5 dimensions"],
    ["a size that overflows", { shape: [2 ** 30, 2 ** 30, 2 ** 30] }, "bad-header", "is impossible"],
  ] as const)("refuses %s, by the tensor's name", async (_, fields, code, says) => {
    const problem = await problemOf(read(oneTensor(tensor({ storage: halves, ...fields }))));
    expect(problem).toMatchObject({ code, place: "w" });
    expect(problem.message).toContain(says);
  });

  it.each([
    ["integers", storage("LongStorage", "0", 2), "unsupported-dtype", "LongStorage"],
    ["a storage that is missing", storage("HalfStorage", "1", 8), "bad-header", "the archive holds no data/1"],
    ["a storage outside its folder", storage("HalfStorage", "../data.pkl", 8), "bad-header", "holds no"],
    ["a storage of another size", storage("HalfStorage", "0", 9), "bad-header", "has 16 bytes in place of 18"],
    ["a storage of another width", storage("FloatStorage", "0", 8), "bad-header", "has 16 bytes in place of 32"],
  ])("refuses %s, by the tensor's name", async (_, values, code, says) => {
    const problem = await problemOf(read(oneTensor(tensor({ storage: values, shape: [2] }))));
    expect(problem).toMatchObject({ code, place: "w" });
    expect(problem.message).toContain(says);
  });

  it("refuses what is no dict of tensors", async () => {
    expect((await problemOf(read(oneTensor(text("hello"))))).message).toContain("w: it is no tensor");
    const list = await problemOf(read(buildTorchArchive(pickle(text("hello")))));
    expect(list.message).toContain("no dict of tensors");
  });

  it.each([
    ["before 1.6", latin1("\x80\x02\x8a\x0al\xfc\x9cF\xf9 j\xa8P\x19.\x80\x02M\xe9\x03."), "PyTorch before 1.6"],
    ["before 0.2", latin1("storages".padEnd(257, "\0") + "ustar\x0000"), "tar archive"],
    ["never", latin1("hello, weights"), "not a file that PyTorch"],
  ])("says what to do with a file that PyTorch wrote %s", async (_, bytes, says) => {
    const problem = await problemOf(read(bytes));
    expect(problem.code).toBe("unsupported-format");
    expect(problem.message).toContain(says);
    expect(problem.message).toContain("weights_only=True");
  });

  it.each([
    ["byteorder", "archive/byteorder", "big", "not stored little-endian"],
    ["no version", "archive/version", "", "version"],
    ["a version of the future", "archive/version", "11\n", "version"],
    ["a version that is a book", "archive/version", "3\n".repeat(20), "more than the 16 allowed"],
  ])("refuses %s", async (_, name, content, says) => {
    const entries = torchEntries(pickle(stateDict([])));
    const changed = entries.map((one) => (one.name === name ? { name, data: latin1(content) } : one));
    expect((await problemOf(read(buildZip(changed)))).message).toContain(says);
  });

  it("refuses an archive with two pickles, none, a huge one, or files elsewhere", async () => {
    const entries = torchEntries(pickle(stateDict([])));
    await read(buildZip(entries));
    const other = { name: "other/data.pkl", data: pickle("N") };
    expect((await problemOf(read(buildZip([...entries, other])))).message).toContain("2 files data.pkl");
    expect((await problemOf(read(buildZip(entries.slice(1))))).message).toContain("0 files data.pkl");
    const huge = { name: "archive/data.pkl", data: new Uint8Array((1 << 22) + 1) };
    expect((await problemOf(read(buildZip([huge, ...entries.slice(1)])))).message).toContain("allowed");
    const stray = { name: "../../etc/passwd", data: new Uint8Array(1) };
    expect((await problemOf(read(buildZip([...entries, stray])))).message).toContain("outside the archive's folder");
  });
});
