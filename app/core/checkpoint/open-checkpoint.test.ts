import { describe, expect, it } from "vitest";
import { arraySource, type ByteSource, type NamedFile } from "../byte-source";
import { CheckpointError } from "../errors";
import sentencePiece from "../tokenizer/golden/sentence-piece.json";
import { createTokenizer } from "../tokenizer/literal-tokenizer";
import { openCheckpoint } from "./open-checkpoint";
import { base64Bytes } from "./testing/base64";
import { buildGguf } from "./testing/build-gguf";
import { problemOf } from "./testing/expect-problem";
import { SMALL_SHAPE, SMALLEST_SHAPE } from "./testing/shapes";
import { textFile, tinyFolder, tinyGguf, tinyGgufMetadata, tinyGgufTensors } from "./testing/tiny-model";

function file(name: string, bytes: Uint8Array): NamedFile {
  return { name, bytes: arraySource(bytes) };
}

async function contents({ bytes }: NamedFile): Promise<Uint8Array> {
  return bytes.slice(0, bytes.byteLength);
}

const ascii = (text: string): Uint8Array => new TextEncoder().encode(text);

describe("openCheckpoint on a GGUF file", () => {
  it("knows it by its first bytes and reads shape, names and order of rows", async () => {
    const checkpoint = await openCheckpoint([file("model.download", tinyGguf(SMALL_SHAPE))]);
    expect(checkpoint.container).toBe("gguf");
    expect(checkpoint.label).toBe("model.download");
    expect(checkpoint.shape).toEqual({ ...SMALL_SHAPE, normEps: Math.fround(1e-5) });
    expect(checkpoint.tensors.size).toBe(2 + 9 * 2 + 1);
    const query = checkpoint.tensors.get("model.layers.1.self_attn.q_proj.weight");
    expect(query).toMatchObject({ shape: [128, 128], dtype: "F32", interleavedHeadDim: 32, byteLength: 65536 });
    expect(checkpoint.tensors.get("model.layers.1.self_attn.v_proj.weight")).not.toHaveProperty("interleavedHeadDim");
  });

  it("takes embeddings as tied where there is no output layer, and the vocabulary from the embedding", async () => {
    const tied = { ...SMALL_SHAPE, tiedEmbeddings: true };
    const metadata = tinyGgufMetadata(tied).filter(([key]) => key !== "llama.vocab_size");
    const bytes = buildGguf({ metadata, tensors: tinyGgufTensors(tied) });
    const { shape } = await openCheckpoint([file("a.gguf", bytes)]);
    expect(shape).toMatchObject({ tiedEmbeddings: true, vocabSize: 300 });
  });

  it("fails on every truncation, and only with a CheckpointError", async () => {
    const whole = tinyGguf(SMALLEST_SHAPE);
    await openCheckpoint([file("a.gguf", whole)]);
    for (let length = 0; length < whole.byteLength; length++) {
      const { code } = await problemOf(openCheckpoint([file("a.gguf", whole.subarray(0, length))]));
      expect(code).toBe(length < 4 ? "not-a-checkpoint" : "truncated");
    }
  });

  it("survives any one byte being another: it opens, or fails with a CheckpointError", async () => {
    const whole = tinyGguf(SMALLEST_SHAPE);
    let failures = 0;
    for (let at = 4; at < Math.min(whole.byteLength, 2500); at++) {
      for (const value of [0, 0x7f, 0xff]) {
        const damaged = whole.slice();
        damaged[at] = value;
        try {
          await openCheckpoint([file("a.gguf", damaged)]);
        } catch (error) {
          failures++;
          if (!(error instanceof CheckpointError)) throw error;
        }
      }
    }
    expect(failures).toBeGreaterThan(1000);
  });

  it("ignores rotary factors that are all one, and refuses others", async () => {
    const withFactors = (factor: number): NamedFile => {
      const data = new Uint8Array(new Float32Array([1, factor]).buffer);
      const factors = { name: "rope_freqs.weight", shape: [2], type: 0, data };
      const tensors = [...tinyGgufTensors(SMALLEST_SHAPE), factors];
      return file("a.gguf", buildGguf({ metadata: tinyGgufMetadata(SMALLEST_SHAPE), tensors }));
    };
    const { tensors } = await openCheckpoint([withFactors(1)]);
    expect([...tensors.keys()].some((name) => name.includes("rope"))).toBe(false);
    expect((await problemOf(openCheckpoint([withFactors(8)]))).code).toBe("unsupported-format");
  });

  it.each([
    ["another architecture", "general.architecture", { text: "qwen2" }],
    ["an adapter", "general.type", { text: "adapter" }],
    ["scaled rotary embeddings", "llama.rope.scaling.type", { text: "linear" }],
    ["experts", "llama.expert_count", { u32: 8 }],
    ["heads that rotate in part", "llama.rope.dimension_count", { u32: 2 }],
    ["another tokenizer", "tokenizer.ggml.model", { text: "bert" }],
    ["another way to cut words", "tokenizer.ggml.pre", { text: "tekken" }],
  ] as const)("refuses %s", async (_, key, value) => {
    const others = tinyGgufMetadata(SMALLEST_SHAPE).filter(([name]) => name !== key);
    const bytes = buildGguf({ metadata: [...others, [key, value]], tensors: tinyGgufTensors(SMALLEST_SHAPE) });
    const problem = await problemOf(openCheckpoint([file("a.gguf", bytes)]));
    expect(problem).toMatchObject({ code: "unsupported-format", place: key });
  });

  it("refuses a tensor that Llama does not have", async () => {
    const bias = { name: "blk.0.attn_q.bias", shape: [8], type: 0, data: new Uint8Array(32) };
    const tensors = [...tinyGgufTensors(SMALLEST_SHAPE), bias];
    const bytes = buildGguf({ metadata: tinyGgufMetadata(SMALLEST_SHAPE), tensors });
    const problem = await problemOf(openCheckpoint([file("a.gguf", bytes)]));
    expect(problem).toMatchObject({ code: "unsupported-format", place: "blk.0.attn_q.bias" });
  });
});

describe("openCheckpoint on a Hugging Face folder", () => {
  it.each([
    ["safetensors", 1],
    ["safetensors", 3],
    ["pytorch", 1],
    ["pytorch", 3],
  ] as const)("reads the weights of a %s folder in %i file(s), whatever else lies there", async (container, shards) => {
    const extra = [textFile("README.md", "# A model"), textFile("training_args.bin", "PK\x03\x04")];
    const folder = [...extra, ...tinyFolder(SMALL_SHAPE, shards, container)];
    const checkpoint = await openCheckpoint(folder, { label: "asclepius" });
    expect(checkpoint).toMatchObject({ container, label: "asclepius", shape: SMALL_SHAPE });
    expect(checkpoint.tensors.size).toBe(21);
    expect(checkpoint.tokenizer.file).toBe("tokenizer.json");
    expect(checkpoint.files.map(({ name }) => name)).not.toContain("README.md");
    expect(checkpoint.files).toHaveLength(shards === 1 ? 3 : 6);
  });

  it("takes safetensors where a folder has both, and an index only with its weights", async () => {
    const pickled = tinyFolder(SMALL_SHAPE, 2, "pytorch");
    const broken = [textFile("pytorch_model.bin", "PK\x03\x04"), textFile("pytorch_model.bin.index.json", "{}")];
    const both = await openCheckpoint([...broken, ...tinyFolder(SMALL_SHAPE, 2)]);
    expect(both.container).toBe("safetensors");
    const { container } = await openCheckpoint([textFile("model.safetensors.index.json", "{}"), ...pickled]);
    expect(container).toBe("pytorch");
  });

  it.each([
    ["safetensors", 1],
    ["safetensors", 2],
    ["pytorch", 1],
    ["pytorch", 2],
  ] as const)(
    "fails on every truncation of every file of a %s folder with weights in %i, and only with a CheckpointError",
    async (container, shards) => {
      const folder = tinyFolder(SMALLEST_SHAPE, shards, container);
      await openCheckpoint(folder);
      for (const [i, cut] of folder.entries()) {
        const whole = await contents(cut);
        for (let length = 0; length < whole.byteLength; length++) {
          const damaged = folder.with(i, file(cut.name, whole.subarray(0, length)));
          const problem = await problemOf(openCheckpoint(damaged));
          expect(problem.file).toBe(cut.name);
        }
      }
    },
  );

  it("says which file is missing", async () => {
    for (const folder of [
      tinyFolder(SMALLEST_SHAPE),
      tinyFolder(SMALLEST_SHAPE, 2),
      tinyFolder(SMALLEST_SHAPE, 2, "pytorch"),
    ]) {
      for (const { name } of folder) {
        const problem = await problemOf(openCheckpoint(folder.filter((other) => other.name !== name)));
        expect(problem).toMatchObject({ code: "missing-file", file: name });
      }
    }
  });

  it("explains what to do with other PyTorch weights", async () => {
    const folder = tinyFolder(SMALLEST_SHAPE);
    const others = folder.filter(({ name }) => name !== "model.safetensors");
    const problem = await problemOf(openCheckpoint([...others, textFile("consolidated.00.pth", "PK\x03\x04")]));
    expect(problem).toMatchObject({ code: "unsupported-format", file: "consolidated.00.pth" });
    expect(problem.message).toContain("pytorch_model.bin");
  });

  it("makes a tokenizer of tokenizer.model where there is no tokenizer.json", async () => {
    const folder = tinyFolder({ ...SMALL_SHAPE, vocabSize: 701 });
    const slow = [
      file("tokenizer.model", base64Bytes(sentencePiece.model)),
      textFile("added_tokens.json", '{"[PAD]":700}'),
    ];
    const checkpoint = await openCheckpoint([...folder.filter(({ name }) => name !== "tokenizer.json"), ...slow]);
    expect(checkpoint.tokenizer.file).toBe("tokenizer.model");
    expect(createTokenizer(checkpoint.tokenizer.json, "tokenizer.model").controlTokenId("</s>")).toBe(2);
    expect(checkpoint.files.map(({ name }) => name)).toEqual(expect.arrayContaining(slow.map(({ name }) => name)));
    expect((await openCheckpoint([...folder, ...slow])).tokenizer.file).toBe("tokenizer.json");
  });

  it("refuses two files of one name, and a shard with tensors that the index does not list", async () => {
    const folder = tinyFolder(SMALLEST_SHAPE);
    const twice = await problemOf(openCheckpoint([...folder, textFile("config.json", "{}")]));
    expect(twice.code).toBe("not-a-checkpoint");
    const sharded = tinyFolder(SMALLEST_SHAPE, 2);
    const [first, second] = sharded.filter(({ name }) => name.endsWith(".safetensors"));
    if (first === undefined || second === undefined) throw new Error("no shards");
    const swapped = sharded.map((one) => (one === first ? { ...second, name: first.name } : one));
    expect((await problemOf(openCheckpoint(swapped))).code).toBe("bad-header");
    expect((await problemOf(openCheckpoint([...sharded, second]))).code).toBe("not-a-checkpoint");
  });

  it("refuses a tokenizer that does not fit the embeddings", async () => {
    const folder = tinyFolder(SMALLEST_SHAPE);
    const [large] = tinyFolder(SMALL_SHAPE).filter(({ name }) => name === "tokenizer.json");
    if (large === undefined) throw new Error("no tokenizer");
    const mixed = [...folder.filter(({ name }) => name !== "tokenizer.json"), large];
    expect((await problemOf(openCheckpoint(mixed))).code).toBe("bad-tokenizer");
  });
});

describe("openCheckpoint on anything else", () => {
  it.each([
    ["nothing", [], "not-a-checkpoint"],
    ["an empty file", [file("a.gguf", new Uint8Array(0))], "not-a-checkpoint"],
    ["a text", [textFile("notes.txt", "hello")], "not-a-checkpoint"],
    ["an archive", [textFile("model.pth", "PK\x03\x04 and more")], "unsupported-format"],
    ["a file from before GGUF", [file("a.bin", ascii("lmgg and more"))], "unsupported-format"],
    ["two GGUF files", [file("a", tinyGguf(SMALLEST_SHAPE)), file("b", ascii("GGUF"))], "unsupported-format"],
    ["a safetensors file alone", [textFile("model.safetensors", "12345678{}")], "missing-file"],
    ["a big-endian GGUF file", [file("a.gguf", ascii("GGUF\0\0\0\x03"))], "unsupported-format"],
    ["a GGUF file of version 1", [file("a.gguf", ascii("GGUF\x01\0\0\0"))], "unsupported-format"],
  ] as const)("refuses %s", async (_, files, code) => {
    expect((await problemOf(openCheckpoint(files))).code).toBe(code);
  });

  it("explains a file that can no longer be read, and stops when told to", async () => {
    const gone: ByteSource = { byteLength: 100, slice: () => Promise.reject(new Error("NotReadableError")) };
    expect((await problemOf(openCheckpoint([{ name: "a", bytes: gone }]))).message).toContain("moved or changed");
    const controller = new AbortController();
    controller.abort();
    const stopped = openCheckpoint([file("a", tinyGguf(SMALLEST_SHAPE))], { signal: controller.signal });
    await expect(stopped).rejects.toMatchObject({ name: "AbortError" });
  });
});
