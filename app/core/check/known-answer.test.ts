import { describe, expect, it } from "vitest";
import { arraySource } from "../byte-source";
import { SMALL_SHAPE } from "../checkpoint/testing/shapes";
import { tinyFolder, tinyGguf } from "../checkpoint/testing/tiny-model";
import type { Checkpoint } from "../checkpoint/types";
import { convertTiny, openAssembled } from "../gguf/testing/converted-model";
import type { ModelShape } from "../models/variant-card";
import { type PlannedTensor, shardTensors } from "../plan/conversion-plan";
import type { AsyncRowPacker } from "../quantize/row-packer";
import { testPacker } from "../quantize/testing/test-packer";
import golden from "./golden/logits.json";
import { promptOf } from "./known-answer";
import { type CheckedConversion, convertForCheck } from "./testing/checked-conversion";
import { type FloatDtype, livelyCheckpoint } from "./testing/lively-checkpoint";

const fromSafetensors = (shape: ModelShape, dtype?: FloatDtype): Promise<Checkpoint> =>
  livelyCheckpoint(tinyFolder(shape), dtype);
const fromGguf = (shape: ModelShape): Promise<Checkpoint> =>
  livelyCheckpoint([{ name: "tiny.gguf", bytes: arraySource(tinyGguf(shape)) }]);

describe("checkKnownAnswer", () => {
  it.each(golden.cases)("passes what was converted rightly: $name", async ({ shape }) => {
    for (const open of [fromSafetensors, fromGguf]) {
      for (const mode of ["plain", "best"] as const) {
        const answer = await (await convertForCheck(await open(shape), { mode })).check();
        expect(answer.tokens).toEqual(promptOf(shape.vocabSize));
        expect(answer.worstMatrix.relativeError).toBeGreaterThan(0.05);
        expect(answer.worstMatrix.relativeError).toBeLessThan(0.1);
        expect(answer.logitsCosine).toBeGreaterThan(0.9);
        expect(answer.logitsRelativeError).toBeLessThan(0.4);
      }
    }
  });

  it.each(["F16", "BF16"] as const)("passes a checkpoint in %s", async (dtype) => {
    const { check } = await convertForCheck(await fromSafetensors(SMALL_SHAPE, dtype));
    expect((await check()).worstMatrix.relativeError).toBeLessThan(0.1);
  });

  it("finds no difference where weights were stored as they are", async () => {
    const checkpoint = await openAssembled(await convertTiny(SMALL_SHAPE));
    const { logitsRelativeError, worstMatrix } = await (await convertForCheck(checkpoint)).check();
    expect(worstMatrix.relativeError).toBeLessThan(1e-6);
    expect(logitsRelativeError).toBeLessThan(1e-5);
  });

  it("counts every column as the conversion did", async () => {
    const checkpoint = await fromSafetensors(SMALL_SHAPE);
    const importance = new Map(
      [...checkpoint.tensors.values()].map(({ name, shape }): [string, Float32Array] => [
        name,
        Float32Array.from({ length: shape.at(-1) ?? 0 }, (_, column) => (column % 4 === 0 ? 1 : 0.01)),
      ]),
    );
    const { check } = await convertForCheck(checkpoint, { mode: "best", importance });
    const [weighted, unweighted] = [await check({ importance }), await check()];
    expect(weighted.worstMatrix.relativeError).toBeLessThan(unweighted.worstMatrix.relativeError);
  });

  it("reads every tensor once, in blocks, with as many jobs as the packer can do and one more", async () => {
    const checkpoint = await fromSafetensors({ ...SMALL_SHAPE, vocabSize: 20_000 });
    const { check, plan } = await convertForCheck(checkpoint);
    const reads: number[] = [];
    const tensors = new Map(checkpoint.tensors);
    for (const [name, tensor] of tensors) {
      const { byteLength } = tensor.bytes;
      const slice = (start: number, end: number): Promise<Uint8Array> => {
        reads.push(end - start);
        return tensor.bytes.slice(start, end);
      };
      tensors.set(name, { ...tensor, bytes: { byteLength, slice } });
    }
    const steps: number[] = [];
    const { packer, most } = countJobs(await testPacker());
    await check({ checkpoint: { ...checkpoint, tensors }, packer, onProgress: (bytes) => steps.push(bytes) });
    const embeddingBytes = 4 * SMALL_SHAPE.hiddenSize * 4;
    expect(reads.reduce((sum, length) => sum + length, 0)).toBe(plan.sourceBytes + embeddingBytes);
    expect(Math.max(...reads)).toBe(2 * 1024 * 1024);
    expect(steps.at(-1)).toBe(plan.sourceBytes);
    expect(steps).toEqual([...steps].sort((a, b) => a - b));
    expect(most()).toBe(3);
  });

  it("stops with the signal's reason, and reads no more", async () => {
    const { check } = await convertForCheck(await fromSafetensors(SMALL_SHAPE));
    const controller = new AbortController();
    let steps = 0;
    const onProgress = (): void => {
      if (++steps === 5) controller.abort(new DOMException("Stopped.", "AbortError"));
    };
    await expect(check({ signal: controller.signal, onProgress })).rejects.toMatchObject({ name: "AbortError" });
    expect(steps).toBe(5);
  });

  it("says so when a stored file has become shorter", async () => {
    const { check, readStored } = await convertForCheck(await fromSafetensors(SMALL_SHAPE));
    const shorter: typeof readStored = async (...range) => (await readStored(...range)).subarray(1);
    await expect(check({ readStored: shorter })).rejects.toMatchObject({ name: "StorageError", code: "lost" });
  });
});

/** Does something to the rows of a stored matrix, from one on: to the bytes of both tensors. */
function changeRows(
  { stored, plan }: CheckedConversion,
  matrix: string,
  change: (bytes: Uint8Array<ArrayBuffer>, rowBytes: number, suffix: "q_weight" | "q_scale") => void,
): void {
  for (const suffix of ["q_weight", "q_scale"] as const) {
    const name = `${matrix}.${suffix}`;
    const [rows = 1] = plan.shards.flatMap(shardTensors).find((tensor) => tensor.name === name)?.shape ?? [];
    const bytes = stored(name);
    change(bytes, bytes.length / rows, suffix);
  }
}

/** Puts two runs of as many rows in each other's place. */
function swapRows(conversion: CheckedConversion, matrix: string, first: number, second: number, count: number): void {
  changeRows(conversion, matrix, (bytes, rowBytes) => {
    const before = bytes.slice();
    bytes.set(before.subarray(first * rowBytes, (first + count) * rowBytes), second * rowBytes);
    bytes.set(before.subarray(second * rowBytes, (second + count) * rowBytes), first * rowBytes);
  });
}

const LAYER = "model.layers.1";
const DOWN = `${LAYER}.mlp.down_proj`;
const EQUAL_HEADS: ModelShape = { ...SMALL_SHAPE, kvHeads: SMALL_SHAPE.heads };

const DAMAGES: { what: string; found: string; damage: (conversion: CheckedConversion) => void }[] = [
  {
    what: "q and k in each other's place",
    found: `${LAYER}.self_attn.q_proj.weight`,
    damage: (conversion) => swapRows(conversion, `${LAYER}.self_attn.qkv_proj`, 0, 128, 128),
  },
  {
    what: "gate and up in each other's place",
    found: `${LAYER}.mlp.gate_proj.weight`,
    damage: (conversion) => swapRows(conversion, `${LAYER}.mlp.gate_up_proj`, 0, 192, 192),
  },
  {
    what: "blocks of rows in each other's place",
    found: `${DOWN}.weight, rows 0 to 63`,
    damage: (conversion) => swapRows(conversion, DOWN, 0, 64, 64),
  },
  {
    what: "every row one row late",
    found: "model.embed_tokens.weight",
    damage: (conversion) =>
      changeRows(conversion, "model.embed_tokens", (bytes, rowBytes) => bytes.copyWithin(rowBytes, 0)),
  },
  {
    what: "nibbles in the wrong order",
    found: `${DOWN}.weight`,
    damage: ({ stored }) => {
      const bytes = stored(`${DOWN}.q_weight`);
      bytes.forEach((pair, i) => (bytes[i] = (pair << 4) | (pair >> 4)));
    },
  },
  {
    what: "scales in the wrong order",
    found: `${DOWN}.weight`,
    damage: ({ stored }) => {
      const bytes = stored(`${DOWN}.q_scale`);
      for (let i = 0; i < bytes.length; i += 4) bytes.set([...bytes.slice(i + 2, i + 4), ...bytes.slice(i, i + 2)], i);
    },
  },
  {
    what: "every group one group late",
    found: "lm_head.weight",
    damage: (conversion) =>
      changeRows(conversion, "lm_head", (bytes, _, suffix) => bytes.copyWithin(suffix === "q_weight" ? 16 : 2, 0)),
  },
  {
    what: "scales of the other sign",
    found: `${LAYER}.self_attn.o_proj.weight`,
    damage: ({ stored }) => {
      const bytes = stored(`${LAYER}.self_attn.o_proj.q_scale`);
      bytes.forEach((byte, i) => (bytes[i] = i % 2 === 1 ? byte ^ 0x80 : byte));
    },
  },
  {
    what: "64 rows of zeros, across two windows",
    found: "lm_head.weight, rows 64 to 127",
    damage: (conversion) =>
      changeRows(conversion, "lm_head", (bytes, rowBytes) => bytes.fill(0, 96 * rowBytes, 160 * rowBytes)),
  },
  {
    what: "64 rows of other nibbles",
    found: "model.embed_tokens.weight, rows 128 to 191",
    damage: ({ stored }) => {
      const bytes = stored("model.embed_tokens.q_weight");
      const start = 128 * 64;
      bytes.subarray(start, start + 64 * 64).forEach((_, i) => (bytes[start + i] = (i * 37) ^ (i >> 3)));
    },
  },
  {
    what: "a scale that is not finite in every row",
    found: `${DOWN}.weight`,
    damage: (conversion) =>
      changeRows(conversion, DOWN, (bytes, rowBytes, suffix) => {
        if (suffix === "q_scale") for (let i = 1; i < bytes.length; i += rowBytes) bytes[i] = 0x7c;
      }),
  },
  {
    what: "rows of the prompt's tokens with the wrong sign, though the others are right",
    found: "logits of a fixed prompt",
    damage: (conversion) =>
      changeRows(conversion, "model.embed_tokens", (bytes, rowBytes, suffix) => {
        if (suffix === "q_weight") return;
        for (const row of promptOf(EQUAL_HEADS.vocabSize)) {
          for (let i = row * rowBytes + 1; i < (row + 1) * rowBytes; i += 2) bytes[i] = (bytes[i] ?? 0) ^ 0x80;
        }
      }),
  },
  {
    what: "one bit of a norm",
    found: `${LAYER}.input_layernorm.weight`,
    damage: ({ stored }) => {
      const bytes = stored(`${LAYER}.input_layernorm.weight`);
      bytes[4] = (bytes[4] ?? 0) ^ 1;
    },
  },
];

describe("checkKnownAnswer finds", () => {
  it.each(DAMAGES)("$what", async ({ found, damage }) => {
    for (const mode of ["plain", "best"] as const) {
      const conversion = await convertForCheck(await fromSafetensors(EQUAL_HEADS), { mode });
      damage(conversion);
      const checked = conversion.check();
      await expect(checked).rejects.toMatchObject({ name: "ConversionError", code: "check-failed" });
      await expect(checked).rejects.toThrow(found);
    }
  });

  it("q and k of a GGUF file that kept its order of rows", async () => {
    const checkpoint = await fromGguf(SMALL_SHAPE);
    const tensors = new Map(checkpoint.tensors);
    for (const [name, { interleavedHeadDim, ...inOrder }] of tensors) {
      if (interleavedHeadDim !== undefined) tensors.set(name, inOrder);
    }
    const { check } = await convertForCheck({ ...checkpoint, tensors });
    await expect(check({ checkpoint })).rejects.toThrow("model.layers.0.self_attn.q_proj.weight, rows 0 to 63");
  });

  it("a plan that orders q, k and v otherwise than the libraries", async () => {
    const checkpoint = await fromSafetensors(EQUAL_HEADS);
    const { plan } = await convertForCheck(checkpoint);
    const turned = ({ name, sources, ...tensor }: PlannedTensor): PlannedTensor => ({
      ...tensor,
      name,
      sources: sources.map((source) => ({ ...source, outputRow: (source.outputRow + 128) % (128 * sources.length) })),
    });
    const shards = plan.shards.map((shard) => ({
      ...shard,
      outputs: shard.outputs.map((output) =>
        output.kind === "q4g32" && output.weight.name.includes("qkv")
          ? { ...output, weight: turned(output.weight), scale: turned(output.scale) }
          : output,
      ),
    }));
    const { check } = await convertForCheck(checkpoint, { plan: { ...plan, shards } });
    await expect(check()).rejects.toThrow("model.layers.0.self_attn.q_proj.weight");
  });
});

/** A packer that says it can do two jobs at once, and how many it was ever given. */
function countJobs(packer: AsyncRowPacker): { packer: AsyncRowPacker; most: () => number } {
  let now = 0;
  let most = 0;
  const counted = async <T>(job: Promise<T>): Promise<T> => {
    most = Math.max(most, ++now);
    try {
      return await job;
    } finally {
      now--;
    }
  };
  return {
    most: () => most,
    packer: {
      concurrency: 2,
      pack: (job) => packer.pack(job),
      multiply: (job) => counted(packer.multiply(job)),
      multiplyPacked: (job) => counted(packer.multiplyPacked(job)),
    },
  };
}
