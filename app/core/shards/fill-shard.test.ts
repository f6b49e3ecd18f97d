import { describe, expect, it } from "vitest";
import { arraySource, type ByteSource } from "../byte-source";
import { openCheckpoint } from "../checkpoint/open-checkpoint";
import { problemOf } from "../checkpoint/testing/expect-problem";
import { cardOf, SMALL_SHAPE } from "../checkpoint/testing/shapes";
import { tinyFolder, tinyGguf, tinyTensors } from "../checkpoint/testing/tiny-model";
import type { Checkpoint, SourceTensor } from "../checkpoint/types";
import type { ConversionPlan, PlannedTensor } from "../plan/conversion-plan";
import { shardTensors } from "../plan/conversion-plan";
import { planConversion } from "../plan/plan-conversion";
import { testPacker } from "../quantize/testing/test-packer";
import { sha256 } from "../sha256";
import { type FillProgress, fillShard } from "./fill-shard";

const card = cardOf(SMALL_SHAPE);
const packer = await testPacker();

async function convert(checkpoint: Checkpoint): Promise<{ plan: ConversionPlan; bytes: Uint8Array<ArrayBuffer> }> {
  const plan = planConversion(checkpoint, card);
  expect(plan.shards).toHaveLength(1);
  return { plan, bytes: (await fillShard(plan, 0, checkpoint, { packer, mode: "plain" })).bytes };
}

function openFolder(): Promise<Checkpoint> {
  return openCheckpoint(tinyFolder(SMALL_SHAPE));
}

function planned(plan: ConversionPlan, name: string): PlannedTensor {
  const tensor = plan.shards.flatMap(shardTensors).find((candidate) => candidate.name === name);
  if (tensor === undefined) throw new Error(`no ${name}`);
  return tensor;
}

/** The weights of a converted matrix, from the definition of q4g32: (nibble - 8) * scale. */
function dequantize(bytes: Uint8Array<ArrayBuffer>, plan: ConversionPlan, matrix: string): Float32Array {
  const view = new DataView(bytes.buffer);
  const weight = planned(plan, `${matrix}.q_weight`);
  const scale = planned(plan, `${matrix}.q_scale`);
  const count = (weight.byteLength / 4) * 8;
  return Float32Array.from({ length: count }, (_, i) => {
    const nibble = (view.getUint8(weight.byteOffset + (i >> 1)) >> (4 * (i & 1))) & 15;
    const half = view.getUint16(scale.byteOffset + (i >> 5) * 2, true);
    const magnitude = (half & 0x3ff) / 1024 + (half & 0x7c00 ? 1 : 0);
    return (nibble - 8) * (half & 0x8000 ? -1 : 1) * magnitude * 2 ** (Math.max((half >> 10) & 31, 1) - 15);
  });
}

/** The checkpoint with one tensor's bytes replaced. */
async function withTensor(name: string, change: Partial<SourceTensor>): Promise<Checkpoint> {
  const checkpoint = await openFolder();
  const tensor = checkpoint.tensors.get(name);
  if (tensor === undefined) throw new Error(`no ${name}`);
  return { ...checkpoint, tensors: new Map(checkpoint.tensors).set(name, { ...tensor, ...change }) };
}

describe("fillShard", () => {
  it("makes the same bytes from safetensors, PyTorch weights and a GGUF file with interleaved q and k", async () => {
    const printOf = async (checkpoint: Checkpoint): Promise<string> => sha256((await convert(checkpoint)).bytes);
    const folder = await printOf(await openFolder());
    expect(await printOf(await openCheckpoint(tinyFolder(SMALL_SHAPE, 3)))).toBe(folder);
    for (const shards of [1, 3]) {
      expect(await printOf(await openCheckpoint(tinyFolder(SMALL_SHAPE, shards, "pytorch")))).toBe(folder);
    }
    const gguf = await openCheckpoint([{ name: "a.gguf", bytes: arraySource(tinyGguf(SMALL_SHAPE)) }]);
    expect(await printOf(gguf)).toBe(folder);
    const asStored = new Map(gguf.tensors);
    for (const [name, tensor] of asStored) {
      const { interleavedHeadDim, ...inOrder } = tensor;
      if (interleavedHeadDim !== undefined) asStored.set(name, inOrder);
    }
    expect(await printOf({ ...gguf, tensors: asStored })).not.toBe(folder);
  });

  it("holds the weights: q, k, v and gate, up one under the other, within half a step of 4 bits", async () => {
    const { plan, bytes } = await convert(await openFolder());
    const source = new Map(tinyTensors(SMALL_SHAPE).map(({ name, values }) => [name, values]));
    const under = (...names: string[]): number[] =>
      names.flatMap((name) => [...(source.get(`model.layers.1.${name}.weight`) ?? [])]);
    const expected: [string, number[]][] = [
      ["self_attn.qkv_proj", under("self_attn.q_proj", "self_attn.k_proj", "self_attn.v_proj")],
      ["self_attn.o_proj", under("self_attn.o_proj")],
      ["mlp.gate_up_proj", under("mlp.gate_proj", "mlp.up_proj")],
      ["mlp.down_proj", under("mlp.down_proj")],
    ];
    for (const [name, weights] of expected) {
      const found = dequantize(bytes, plan, `model.layers.1.${name}`);
      expect(found).toHaveLength(weights.length);
      // Weights reach 0.1, so a step is at most 0.0125; the largest of the other sign may be cut off by one step.
      const worst = weights.reduce((most, weight, i) => Math.max(most, Math.abs(weight - (found[i] ?? 9))), 0);
      expect(worst).toBeLessThan(0.0126);
      const mean = weights.reduce((total, weight, i) => total + Math.abs(weight - (found[i] ?? 9)), 0) / weights.length;
      expect(mean).toBeLessThan(0.0035);
    }
    const norm = planned(plan, "model.layers.1.post_attention_layernorm.weight");
    const stored = new Float32Array(bytes.buffer, norm.byteOffset, 128);
    expect(stored).toEqual(source.get("model.layers.1.post_attention_layernorm.weight"));
  });

  it('tells what the matrices lost, in each mode: "best" never loses more', async () => {
    const checkpoint = await openFolder();
    const plan = planConversion(checkpoint, card);
    const [plain, best] = await Promise.all(
      (["plain", "best"] as const).map((mode) => fillShard(plan, 0, checkpoint, { packer, mode })),
    );
    expect(plain?.matrices.map(({ name }) => name)).toEqual(
      plan.shards[0]?.outputs.flatMap((output) =>
        output.kind === "q4g32" ? [output.weight.name.replace(".q_weight", "")] : [],
      ),
    );
    const name = "model.layers.1.self_attn.o_proj";
    const source =
      tinyTensors(SMALL_SHAPE).find((tensor) => tensor.name === `${name}.weight`)?.values ?? new Float32Array(0);
    const stored = dequantize(plain?.bytes ?? new Uint8Array(0), plan, name);
    const lost = stored.reduce((sum, value, i) => sum + (value - (source[i] ?? 9)) ** 2, 0);
    const error = plain?.matrices.find((matrix) => matrix.name === name);
    expect(error?.squaredError).toBeCloseTo(lost, 5);
    expect(error?.squaredSum).toBeCloseTo(
      source.reduce((sum, value) => sum + value ** 2, 0),
      2,
    );
    for (const [i, matrix] of (best?.matrices ?? []).entries()) {
      expect(matrix.squaredError).toBeLessThan(plain?.matrices[i]?.squaredError ?? 0);
    }
  });

  it("weighs errors by the importance of their columns, tensor by tensor", async () => {
    const checkpoint = await openFolder();
    const plan = planConversion(checkpoint, card);
    const name = "model.layers.1.self_attn.o_proj.weight";
    const importance = new Map([
      [name, Float32Array.from({ length: 128 }, (_, column) => (column % 32 === 5 ? 100 : 1))],
    ]);
    const even = await fillShard(plan, 0, checkpoint, { packer, mode: "best" });
    const weighted = await fillShard(plan, 0, checkpoint, { packer, mode: "best", importance });
    const errorsIn = (bytes: Uint8Array<ArrayBuffer>, column: number): number => {
      const source = tinyTensors(SMALL_SHAPE).find((tensor) => tensor.name === name)?.values ?? new Float32Array(0);
      return dequantize(bytes, plan, name.replace(".weight", "")).reduce(
        (sum, value, i) => sum + (i % 32 === column ? (value - (source[i] ?? 9)) ** 2 : 0),
        0,
      );
    };
    expect(errorsIn(weighted.bytes, 5)).toBeLessThan(errorsIn(even.bytes, 5) / 2);
    const others = (filled: typeof even) => filled.matrices.filter(({ name: other }) => !name.startsWith(other));
    expect(others(weighted)).toEqual(others(even));
  });

  it("copies Q4_0 blocks without loss", async () => {
    const data = new Uint8Array(128 * 4 * 18).map((_, i) => (i % 18 === 1 ? 0x2c : (i * 37) % 256));
    const change = { dtype: "Q4_0", bytes: arraySource(data), byteOffset: 0, byteLength: data.length } as const;
    const { plan, bytes } = await convert(await withTensor("model.layers.0.self_attn.o_proj.weight", change));
    const { byteOffset } = planned(plan, "model.layers.0.self_attn.o_proj.q_weight");
    // First group: bytes 2 to 17 of the first block hold values 0 to 15 in their low nibbles and 16 to 31 in the high ones.
    const nibbles = Array.from(bytes.subarray(byteOffset, byteOffset + 16)).flatMap((pair) => [pair & 15, pair >> 4]);
    const block = Array.from(data.subarray(2, 18));
    expect(nibbles).toEqual([...block.map((pair) => pair & 15), ...block.map((pair) => pair >> 4)]);
    const scale = planned(plan, "model.layers.0.self_attn.o_proj.q_scale");
    expect([...bytes.subarray(scale.byteOffset, scale.byteOffset + 4)]).toEqual([data[0], data[1], data[18], data[19]]);
  });

  it("reads a tensor in blocks of rows and reports every one", async () => {
    const checkpoint = await openFolder();
    const plan = planConversion(checkpoint, card);
    const progress: FillProgress[] = [];
    await fillShard(plan, 0, checkpoint, { packer, mode: "plain", onProgress: (step) => progress.push(step) });
    expect(progress.at(-1)).toEqual({ sourceBytesRead: plan.sourceBytes, tensor: "lm_head.weight" });
    expect(new Set(progress.map(({ tensor }) => tensor)).size).toBe(21);
    expect(progress.every(({ sourceBytesRead }, i) => sourceBytesRead > (progress[i - 1]?.sourceBytesRead ?? 0))).toBe(
      true,
    );
  });

  it("never asks for more than a few MiB at once, and splits between rows", async () => {
    const wide = { ...SMALL_SHAPE, vocabSize: 20_000 };
    const reads: number[] = [];
    const counting = (source: ByteSource): ByteSource => ({
      byteLength: source.byteLength,
      slice: (start, end) => {
        reads.push(end - start);
        return source.slice(start, end);
      },
    });
    const folder = await openCheckpoint(tinyFolder(wide).map(({ name, bytes }) => ({ name, bytes: counting(bytes) })));
    const plan = planConversion(folder, cardOf(wide));
    reads.length = 0;
    const { bytes: whole } = await fillShard(plan, 0, folder, { packer, mode: "plain" });
    expect(Math.max(...reads)).toBe(2 * 1024 * 1024);
    expect(dequantize(whole, plan, "model.embed_tokens").at(-1)).toBeCloseTo(
      tinyTensors(wide)[0]?.values.at(-1) ?? 9,
      1,
    );
    expect(reads.reduce((a, b) => a + b, 0)).toBe(plan.sourceBytes);
  });

  it("reads a matrix in as many runs side by side as its source serves, to the same bytes", async () => {
    const wide = { ...SMALL_SHAPE, vocabSize: 20_000 };
    const inRuns = async (streams: number | undefined) => {
      const reads: number[] = [];
      const folder = await openCheckpoint(
        tinyFolder(wide).map(({ name, bytes }) => ({
          name,
          bytes: {
            byteLength: bytes.byteLength,
            streams,
            slice: (start: number, end: number) => {
              reads.push(start);
              return bytes.slice(start, end);
            },
          },
        })),
      );
      const plan = planConversion(folder, cardOf(wide));
      reads.length = 0;
      const { bytes } = await fillShard(plan, 0, folder, { packer, mode: "plain" });
      const { byteOffset = 0 } = folder.tensors.get("model.embed_tokens.weight") ?? {};
      return { print: await sha256(bytes), first: reads.slice(0, 5).map((start) => (start - byteOffset) / 2 ** 21) };
    };
    const one = await inRuns(undefined);
    expect(one.first).toEqual([0, 1, 2, 3, 4]);
    expect(await inRuns(2)).toEqual({ print: one.print, first: [0, 3, 1, 4, 2] });
  });

  it("fills memory that it is given, which may begin anywhere in a buffer", async () => {
    const checkpoint = await openCheckpoint(tinyFolder(SMALL_SHAPE));
    const plan = planConversion(checkpoint, card);
    const { byteLength } = plan.shards[0] ?? { byteLength: 0 };
    const bytes = new Uint8Array(new ArrayBuffer(byteLength + 128), 64, byteLength);
    const { bytes: filled } = await fillShard(plan, 0, checkpoint, { packer, mode: "plain", bytes });
    expect(filled).toBe(bytes);
    const anew = await fillShard(plan, 0, checkpoint, { packer, mode: "plain" });
    expect(await sha256(bytes)).toBe(await sha256(anew.bytes));
  });

  it("names file, tensor and row of a value that is not finite", async () => {
    const name = "model.layers.1.mlp.down_proj.weight";
    const values = new Float32Array(128 * 192).fill(0.1);
    values[57 * 192 + 3] = NaN;
    const change = { bytes: arraySource(new Uint8Array(values.buffer)), byteOffset: 0 };
    const problem = await problemOf(withTensor(name, change).then(convert));
    expect(problem).toMatchObject({ code: "bad-value", file: "model.safetensors", place: `${name}, row 57` });
    values[57 * 192 + 3] = 1e6;
    expect((await problemOf(withTensor(name, change).then(convert))).message).toContain("too large");
    const norm = { bytes: arraySource(new Uint8Array(512).fill(0xff)), byteOffset: 0 };
    expect((await problemOf(withTensor("model.norm.weight", norm).then(convert))).code).toBe("bad-value");
  });

  it("says so when the file has become shorter", async () => {
    const problem = await problemOf(
      withTensor("model.norm.weight", { bytes: arraySource(new Uint8Array(10)), byteOffset: 0 }).then(convert),
    );
    expect(problem).toMatchObject({ code: "truncated", place: "model.norm.weight" });
  });

  it("stops between blocks with the signal's reason", async () => {
    const checkpoint = await openFolder();
    const plan = planConversion(checkpoint, card);
    const controller = new AbortController();
    let steps = 0;
    const filling = fillShard(plan, 0, checkpoint, {
      packer,
      mode: "plain",
      signal: controller.signal,
      onProgress: () => {
        if (++steps === 3) controller.abort(new DOMException("Stopped.", "AbortError"));
      },
    });
    await expect(filling).rejects.toMatchObject({ name: "AbortError" });
    expect(steps).toBe(3);
  });
});
