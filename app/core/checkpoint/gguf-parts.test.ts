import { describe, expect, it } from "vitest";
import { arraySource, type NamedFile } from "../byte-source";
import { CheckpointError } from "../errors";
import type { GgufMetadata } from "../gguf/gguf-writer";
import { openCheckpoint } from "./open-checkpoint";
import { buildGguf, buildGgufParts, type GgufTensorInput } from "./testing/build-gguf";
import { problemOf } from "./testing/expect-problem";
import { SMALLEST_SHAPE } from "./testing/shapes";
import { tinyGguf, tinyGgufMetadata, tinyGgufTensors } from "./testing/tiny-model";
import type { Checkpoint } from "./types";

const model = { metadata: tinyGgufMetadata(SMALLEST_SHAPE), tensors: tinyGgufTensors(SMALLEST_SHAPE) };
const [first, second, third] = threeParts();

function threeParts(name?: string): [NamedFile, NamedFile, NamedFile] {
  const [one, two, three] = buildGgufParts(model, 3, name);
  if (one === undefined || two === undefined || three === undefined) throw new Error("no parts");
  return [one, two, three];
}

function file(name: string, bytes: Uint8Array): NamedFile {
  return { name, bytes: arraySource(bytes) };
}

/** A part with nothing in it but what is given. */
function partOf({ name }: NamedFile, metadata: GgufMetadata, tensors: readonly GgufTensorInput[] = []): NamedFile {
  return file(name, buildGguf({ metadata, tensors }));
}

function claims(no: number, count: number, tensors = model.tensors.length): [string, { u32: number }][] {
  return [
    ["split.no", { u32: no }],
    ["split.count", { u32: count }],
    ["split.tensors.count", { u32: tensors }],
  ];
}

function changed(metadata: GgufMetadata, key: string, value: GgufMetadata[number][1] | undefined): GgufMetadata {
  const others = metadata.filter(([name]) => name !== key);
  return value === undefined ? others : [...others, [key, value]];
}

async function weights({ tensors }: Checkpoint): Promise<Map<string, unknown>> {
  const found = new Map<string, unknown>();
  for (const { name, shape, bytes, byteOffset, byteLength } of tensors.values()) {
    found.set(name, { shape, data: await bytes.slice(byteOffset, byteOffset + byteLength) });
  }
  return found;
}

describe("openCheckpoint on a split GGUF file", () => {
  it.each([
    [[first, second, third]],
    [[first, third, second]],
    [[second, first, third]],
    [[second, third, first]],
    [[third, first, second]],
    [[third, second, first]],
  ])("reads what the whole file holds, in any order of the parts (%#)", async (parts) => {
    const whole = await openCheckpoint([file("tiny.gguf", tinyGguf(SMALLEST_SHAPE))]);
    const split = await openCheckpoint(parts);
    expect(await weights(split)).toEqual(await weights(whole));
    expect(split).toMatchObject({ label: "tiny.gguf", shape: whole.shape, tokenizer: { json: whole.tokenizer.json } });
    expect(split.files.map(({ name }) => name).sort()).toEqual([first, second, third].map(({ name }) => name));
    expect(new Set([...split.tensors.values()].map((tensor) => tensor.file)).size).toBe(3);
  });

  it("reads a first part that holds metadata only, and a model in one part", async () => {
    const metadataOnly = partOf(first, [...model.metadata, ...claims(0, 3)]);
    const half = model.tensors.length / 2;
    const others = [
      partOf(second, claims(1, 3), model.tensors.slice(0, half)),
      partOf(third, claims(2, 3), model.tensors.slice(half)),
    ];
    expect((await openCheckpoint([metadataOnly, ...others])).tensors.size).toBe(model.tensors.length);
    expect((await openCheckpoint(buildGgufParts(model, 1))).tensors.size).toBe(model.tensors.length);
  });

  it("names the parts that are missing", async () => {
    for (const missing of [first, second, third]) {
      const problem = await problemOf(openCheckpoint([first, second, third].filter((part) => part !== missing)));
      expect(problem).toMatchObject({ code: "missing-file", file: missing.name });
      expect(problem.message).toContain("all 3 parts");
    }
    expect(await problemOf(openCheckpoint([second]))).toMatchObject({ code: "missing-file", file: first.name });
  });

  it.each([
    ["a part of another model", [first, threeParts("other")[1], third], threeParts("other")[1].name],
    ["a part of another way to split it", [first, ...buildGgufParts(model, 2)], buildGgufParts(model, 2)[0]?.name],
    ["a whole model", [first, second, third, file("a.gguf", tinyGguf(SMALLEST_SHAPE))], "a.gguf"],
    ["a part twice", [first, second, second, third], second.name],
    ["a number beyond the last", [{ ...third, name: "tiny-00004-of-00003.gguf" }], "tiny-00004-of-00003.gguf"],
    ["a name that tells no part", [{ ...second, name: "a.gguf" }], "a.gguf"],
  ])("refuses %s", async (_, files, name) => {
    const problem = await problemOf(openCheckpoint(files));
    expect(problem).toMatchObject({ code: "unsupported-format", file: name });
  });

  it.each([
    ["split.no", undefined],
    ["split.no", { u32: 0 }],
    ["split.no", { u32: 0xffffffff }],
    ["split.no", { f32: 1.5 }],
    ["split.no", { text: "1" }],
    ["split.count", undefined],
    ["split.count", { u32: 0 }],
    ["split.count", { u32: 0xffffffff }],
    ["split.count", { f32: NaN }],
    ["split.count", { i32s: [3] }],
  ] as const)("refuses a part whose %s is %j", async (key, value) => {
    const lying = partOf(second, changed(claims(1, 3), key, value));
    const problem = await problemOf(openCheckpoint([first, lying, third]));
    expect(problem).toMatchObject({ code: "bad-header", file: second.name, place: key });
  });

  it.each([undefined, { u32: 0 }, { u32: 0xffffffff }, { f32: -1 }, { bool: true }])(
    "refuses parts that do not add up to %j tensors",
    async (value) => {
      const metadata = changed([...model.metadata, ...claims(0, 3)], "split.tensors.count", value);
      const lying = partOf(first, metadata, model.tensors);
      const problem = await problemOf(
        openCheckpoint([lying, partOf(second, claims(1, 3)), partOf(third, claims(2, 3))]),
      );
      expect(problem).toMatchObject({ code: "bad-header", file: first.name, place: "split.tensors.count" });
    },
  );

  it("refuses a tensor that two parts have", async () => {
    const again = partOf(second, claims(1, 3), model.tensors.slice(0, 1));
    const problem = await problemOf(openCheckpoint([first, again, third]));
    expect(problem).toMatchObject({ code: "bad-header", file: second.name, place: "token_embd.weight" });
  });

  it("fails on every truncation of every part, and names the part", async () => {
    for (const cut of [first, second, third]) {
      const whole = await cut.bytes.slice(0, cut.bytes.byteLength);
      for (let length = 0; length < whole.byteLength; length++) {
        const damaged = file(cut.name, whole.subarray(0, length));
        const parts = [first, second, third].map((part) => (part === cut ? damaged : part));
        const problem = await problemOf(openCheckpoint(parts));
        expect(problem).toMatchObject({ code: length < 4 ? "missing-file" : "truncated", file: cut.name });
      }
    }
  });

  it("survives any one byte of a later part's header being another: it opens, or fails with a CheckpointError", async () => {
    const whole = await second.bytes.slice(0, second.bytes.byteLength);
    let failures = 0;
    for (let at = 4; at < whole.byteLength; at++) {
      for (const value of [0, 0x7f, 0xff]) {
        const damaged = whole.slice();
        damaged[at] = value;
        try {
          await openCheckpoint([first, file(second.name, damaged), third]);
        } catch (error) {
          failures++;
          if (!(error instanceof CheckpointError)) throw error;
        }
      }
    }
    expect(failures).toBeGreaterThan(500);
  });
});
