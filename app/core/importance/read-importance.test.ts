import { describe, expect, it } from "vitest";
import { arraySource, type NamedFile } from "../byte-source";
import { buildGguf, type GgufTensorInput } from "../checkpoint/testing/build-gguf";
import { problemIn, problemOf } from "../checkpoint/testing/expect-problem";
import { CheckpointError } from "../errors";
import { ByteWriter } from "../gguf/byte-writer";
import type { GgufMetadata } from "../gguf/gguf-writer";
import { checkImportance, isImportanceFile, readImportance } from "./read-importance";

interface Entry {
  tensor: string;
  sums: readonly number[];
  count: number;
}

const QUERY: Entry = { tensor: "blk.0.attn_q.weight", sums: [8, 0, 2, 1e-3], count: 4 };
const DOWN: Entry = { tensor: "blk.11.ffn_down.weight", sums: [3, 6], count: 3 };

function datFile(entries: readonly Entry[], trailer = "notes.txt"): NamedFile {
  const writer = new ByteWriter().i32(entries.length);
  for (const { tensor, sums, count } of entries) {
    const name = new TextEncoder().encode(tensor);
    writer.i32(name.byteLength).bytes(name).i32(count).i32(sums.length);
    for (const sum of sums) writer.f32(sum);
  }
  if (trailer !== "") writer.i32(7).i32(trailer.length).bytes(new TextEncoder().encode(trailer));
  return { name: "imatrix.dat", bytes: arraySource(writer.finish()) };
}

function vector(name: string, values: readonly number[], shape = [values.length]): GgufTensorInput {
  return { name, shape, type: 0, data: new Uint8Array(Float32Array.from(values).buffer) };
}

function pair({ tensor, sums, count }: Entry): GgufTensorInput[] {
  return [vector(`${tensor}.in_sum2`, sums), vector(`${tensor}.counts`, [count])];
}

function ggufFile(tensors: readonly GgufTensorInput[], type = "imatrix"): NamedFile {
  const metadata: GgufMetadata = [
    ["general.type", { text: type }],
    ["imatrix.datasets", { texts: ["notes.txt"] }],
    ["imatrix.chunk_count", { u32: 7 }],
    ["imatrix.chunk_size", { u32: 512 }],
  ];
  return { name: "imatrix.gguf", bytes: arraySource(buildGguf({ metadata, tensors })) };
}

const forms: [string, (entries: readonly Entry[]) => NamedFile][] = [
  ["the form of GGUF", (entries) => ggufFile(entries.flatMap(pair))],
  ["the older form", datFile],
];

describe.each(forms)("readImportance from %s", (_, file) => {
  it("gives mean squares of every matrix by its Hugging Face name", async () => {
    const importance = await readImportance(file([QUERY, DOWN]));
    expect(importance).toEqual(
      new Map([
        ["model.layers.0.self_attn.q_proj.weight", Float32Array.of(2, 0, 0.5, Math.fround(1e-3) / 4)],
        ["model.layers.11.mlp.down_proj.weight", Float32Array.of(1, 2)],
      ]),
    );
  });

  it("leaves out a matrix that saw nothing, and refuses a file in which all are so", async () => {
    const unseen = { ...QUERY, count: 0 };
    expect([...(await readImportance(file([unseen, DOWN]))).keys()]).toEqual(["model.layers.11.mlp.down_proj.weight"]);
    expect((await problemOf(readImportance(file([unseen])))).code).toBe("bad-header");
  });

  it.each([NaN, Infinity, -1])("refuses a sum of %s", async (sum) => {
    const problem = await problemOf(readImportance(file([{ ...QUERY, sums: [1, sum] }])));
    expect(problem).toMatchObject({ code: "bad-value", place: QUERY.tensor });
    expect(problem.message).toContain("column 1");
  });

  it("refuses a matrix that no Llama has", async () => {
    const experts = { ...QUERY, tensor: "blk.0.ffn_gate_exps.weight" };
    const problem = await problemOf(readImportance(file([DOWN, experts])));
    expect(problem).toMatchObject({ code: "unsupported-format", place: experts.tensor });
  });

  it("refuses a matrix that appears twice", async () => {
    expect((await problemOf(readImportance(file([QUERY, QUERY])))).code).toBe("bad-header");
  });

  it("fails on every truncation of its data", async () => {
    const { name, bytes } = file([QUERY, DOWN]);
    const end = name === "imatrix.dat" ? bytes.byteLength - (8 + "notes.txt".length) : bytes.byteLength;
    const whole = await bytes.slice(0, end);
    for (let length = 0; length < end; length++) {
      const problem = await problemOf(readImportance({ name, bytes: arraySource(whole.subarray(0, length)) }));
      expect(problem).toMatchObject({ code: "truncated", file: name });
    }
  });

  it("survives any one byte being another: it reads, or fails with a CheckpointError", async () => {
    const { name, bytes } = file([DOWN]);
    const whole = await bytes.slice(0, bytes.byteLength);
    let failures = 0;
    for (let at = 0; at < whole.byteLength; at++) {
      for (const value of [0, 1, 0x2e, 0x7f, 0x80, 0xff]) {
        try {
          await readImportance({ name, bytes: arraySource(whole.with(at, value)) });
        } catch (error) {
          failures++;
          if (!(error instanceof CheckpointError)) throw error;
        }
      }
    }
    expect(failures).toBeGreaterThan(100);
  });
});

describe("readImportance", () => {
  it("takes a matrix of one row as a row", async () => {
    const file = ggufFile([
      vector("output.weight.in_sum2", [2, 4], [1, 2]),
      vector("output.weight.counts", [2], [1, 1]),
    ]);
    expect(await readImportance(file)).toEqual(new Map([["lm_head.weight", Float32Array.of(1, 2)]]));
  });

  it("reads the older form without what follows the matrices", async () => {
    expect((await readImportance(datFile([DOWN], ""))).size).toBe(1);
  });

  it.each<[string, NamedFile, string]>([
    ["a GGUF model", ggufFile(pair(QUERY), "model"), "unsupported-format"],
    ["sums without a count", ggufFile([vector("output.weight.in_sum2", [1])]), "bad-header"],
    ["a count without sums", ggufFile([vector("output.weight.counts", [1])]), "bad-header"],
    ["another tensor", ggufFile([...pair(QUERY), vector("output.weight", [1])]), "bad-header"],
    [
      "sums of several experts",
      ggufFile([vector("output.weight.in_sum2", [1, 2, 3, 4], [2, 2]), vector("output.weight.counts", [1, 1], [2, 1])]),
      "bad-header",
    ],
    [
      "two counts",
      ggufFile([vector("output.weight.in_sum2", [1]), vector("output.weight.counts", [1, 1])]),
      "bad-header",
    ],
    ["a count below 0", ggufFile(pair({ ...QUERY, count: -1 })), "bad-header"],
    [
      "sums in half precision",
      ggufFile([{ name: "output.weight.in_sum2", shape: [2], type: 1, data: new Uint8Array(4) }]),
      "bad-header",
    ],
    ["no matrices", datFile([]), "bad-header"],
    ["a matrix without a name", datFile([{ ...QUERY, tensor: "" }]), "bad-header"],
    ["a matrix without columns", datFile([{ ...QUERY, sums: [] }]), "bad-header"],
    ["a text", { name: "imatrix.dat", bytes: arraySource(new TextEncoder().encode("<!doctype html>")) }, "bad-header"],
  ])("refuses %s", async (_, file, code) => {
    expect(await problemOf(readImportance(file))).toMatchObject({ code, file: file.name });
  });

  it("believes no number of columns before it has seen the file's length", async () => {
    const file = new ByteWriter().i32(1).i32(1).u8(0x61).i32(1).i32(0x7fffffff).finish();
    expect((await problemOf(readImportance({ name: "imatrix.dat", bytes: arraySource(file) }))).code).toBe("truncated");
  });

  it("refuses a file too large to be one without reading it", async () => {
    const bytes = { byteLength: 1e10, slice: () => Promise.reject(new Error("it was read")) };
    const problem = await problemOf(readImportance({ name: "imatrix.dat", bytes }));
    expect(problem.code).toBe("bad-header");
    expect(problem.message).toContain("Rename it if it is a model");
  });

  it("stops when it is told to", async () => {
    const stop = new AbortController();
    stop.abort();
    await expect(readImportance(ggufFile(pair(QUERY)), stop.signal)).rejects.toMatchObject({ name: "AbortError" });
  });
});

describe("checkImportance", () => {
  const shape = [8, 4];
  const tensor = { name: "lm_head.weight", shape, dtype: "F32", file: "a", byteOffset: 0, byteLength: 128 } as const;
  const checkpoint = {
    label: "tiny",
    tensors: new Map([["lm_head.weight", { ...tensor, shape, bytes: arraySource(new Uint8Array(128)) }]]),
  };

  it("takes what has a weight for each column", () => {
    const importance = new Map([["lm_head.weight", new Float32Array(4)]]);
    expect(() => {
      checkImportance(importance, checkpoint, "imatrix.dat");
    }).not.toThrow();
  });

  it.each<[string, string, number, string]>([
    ["a weight for each row", "lm_head.weight", 8, "[8, 4]"],
    ["a matrix that the checkpoint lacks", "model.layers.0.mlp.up_proj.weight", 4, "does not have"],
  ])("refuses %s", async (_, name, length, words) => {
    const importance = new Map([[name, new Float32Array(length)]]);
    const problem = await problemIn(() => {
      checkImportance(importance, checkpoint, "imatrix.dat");
    });
    expect(problem).toMatchObject({ code: "unexpected-shape", file: "imatrix.dat", place: name });
    expect(problem.message).toContain(words);
  });
});

describe("isImportanceFile", () => {
  it.each([
    "imatrix.gguf",
    "imatrix.dat",
    "Model-7B-imatrix.gguf",
    "Model.imatrix",
    "model.imatrix.dat",
    "imatrix_a.dat",
  ])("is true of %s", (name) => {
    expect(isImportanceFile(name)).toBe(true);
  });

  it.each([
    "model.gguf",
    "Model-imatrix-Q4_0.gguf",
    "Model.imatrix.Q4_K_M.gguf",
    "aimatrix.gguf",
    "data.dat",
    "._imatrix.gguf",
    "._model-imatrix.dat",
  ])("is false of %s", (name) => {
    expect(isImportanceFile(name)).toBe(false);
  });
});
