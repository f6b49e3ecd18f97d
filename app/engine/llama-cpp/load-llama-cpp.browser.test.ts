import { beforeAll, beforeEach, describe, expect, it } from "vitest";
import { arraySource } from "../../core/byte-source";
import { readGgufHeader } from "../../core/checkpoint/gguf-header";
import { SMALL_SHAPE } from "../../core/checkpoint/testing/shapes";
import { type ConvertedModel, convertTiny } from "../../core/gguf/testing/converted-model";
import { generate, type GenerateEvent, type GenerateRequest, type Generation } from "../generate";
import type { LoadProgress } from "../load-progress";
import { type InspectableModel, loadLlamaCpp } from "./load-llama-cpp";
import { convertDemo, engineInput, loadConverted } from "./testing/load-converted";
import { compareMatrices, compareNorms } from "./testing/same-weights";

const { vocabSize } = SMALL_SHAPE;
const contextTokens = 256;
const maxTokens = 64;

let tiny: ConvertedModel;
beforeAll(async () => {
  tiny = await convertTiny(SMALL_SHAPE);
});

/** Ids without a pattern, always the same. */
function someIds(count: number, salt = 1): number[] {
  return Array.from({ length: count }, (_, i) => ((i + salt) * (i + 7) * 31 + salt * 17) % vocabSize);
}

/** Reads ids in calls of at most `size`; returns the id that follows. */
async function readInPieces(model: InspectableModel, ids: readonly number[], size: number): Promise<number> {
  let next = NaN;
  for (let start = 0; start < ids.length; start += size) next = await model.prefill(ids.slice(start, start + size));
  return next;
}

/** A shard that cannot be read. */
function failing(reason: Error): AsyncIterator<Uint8Array<ArrayBuffer>> {
  return { next: () => Promise.reject(reason) };
}

function run(
  model: InspectableModel,
  request: Partial<GenerateRequest>,
  signal = new AbortController().signal,
  onEvent: (event: GenerateEvent) => void = () => undefined,
): Promise<Generation> {
  const whole = { promptIds: someIds(20), stopIds: [], maxNewTokens: 20, ...request };
  return generate(model, whole, { signal, onEvent, now: () => performance.now() });
}

describe("a model in llama.cpp", () => {
  let model: InspectableModel;
  beforeAll(async () => {
    model = await loadConverted(tiny);
  });
  beforeEach(() => model.reset());

  it.each([1, 2, 33, maxTokens])("says the same after %i ids, read at once and one by one", async (count) => {
    const ids = someIds(count);
    const next = await model.prefill(ids);
    const top = await model.topTokens(5);
    expect(next).toBeGreaterThanOrEqual(0);
    expect(next).toBeLessThan(vocabSize);
    await model.reset();
    let last = NaN;
    for (const id of ids) last = await model.decode(id);
    expect(last).toBe(next);
    for (const [i, { id, logProbability }] of (await model.topTokens(5)).entries()) {
      expect(id).toBe(top[i]?.id);
      expect(logProbability).toBeCloseTo(top[i]?.logProbability ?? NaN, 4);
    }
  });

  it("says the same after a long prompt, however it is cut", async () => {
    const ids = someIds(200);
    const nexts = new Set<number>();
    for (const size of [64, 50, 7]) {
      await model.reset();
      nexts.add(await readInPieces(model, ids, size));
    }
    expect(nexts.size).toBe(1);
  });

  it("remembers what it read until it is reset", async () => {
    const [before, ids] = [someIds(30, 3), someIds(10, 5)];
    const read = async (...parts: number[][]) => {
      for (const part of parts) await model.prefill(part);
      return await model.topTokens(vocabSize);
    };
    const alone = await read(ids);
    await model.reset();
    const after = await read(before, ids);
    await model.reset();
    expect(await read(ids)).toEqual(alone);
    expect(after).not.toEqual(alone);
    await model.reset();
    expect(await read(before, ids)).toEqual(after);
  });

  it("tells how likely ids are, best first, and the first is the one it says", async () => {
    for (const salt of [1, 2, 3, 4, 5]) {
      await model.reset();
      const next = await model.prefill(someIds(12, salt));
      const top = await model.topTokens(16);
      expect(top).toHaveLength(16);
      expect(top[0]?.id).toBe(next);
      expect(new Set(top.map(({ id }) => id)).size).toBe(16);
      const sorted = top.toSorted((a, b) => b.logProbability - a.logProbability);
      expect(top).toEqual(sorted);
      const sum = top.reduce((total, { logProbability }) => total + Math.exp(logProbability), 0);
      expect(sum).toBeLessThanOrEqual(1);
      const all = await model.topTokens(vocabSize);
      expect(all.slice(0, 16)).toEqual(top);
      expect(all.reduce((total, { logProbability }) => total + Math.exp(logProbability), 0)).toBeCloseTo(1, 4);
    }
  });

  it.each<[string, () => Promise<unknown>]>([
    ["an id past the vocabulary", () => model.prefill([1, vocabSize, 2])],
    ["an id below 0", () => model.decode(-1)],
    ["more ids than a call takes", () => model.prefill(someIds(maxTokens + 1))],
    ["more ids than the context holds", () => readInPieces(model, someIds(contextTokens + 1), maxTokens)],
  ])("refuses %s, and works again after a reset", async (_, read) => {
    const ids = someIds(40);
    const next = await model.prefill(ids);
    const top = await model.topTokens(5);
    await model.reset();
    await expect(read()).rejects.toMatchObject({
      name: "EngineError",
      code: "generate-failed",
      retryable: true,
      message: "The model stopped. Load it again; if that does not help, close other tabs or reload the page.",
    });
    await model.reset();
    expect(await model.prefill(ids)).toBe(next);
    expect(await model.topTokens(5)).toEqual(top);
  });

  it("holds exactly as many ids as its context, and ends an answer there", async () => {
    await readInPieces(model, someIds(contextTokens), maxTokens);
    await expect(model.decode(1)).rejects.toMatchObject({ code: "generate-failed" });
    const generation = await run(model, { promptIds: someIds(200), maxNewTokens: 1000 });
    expect(generation).toMatchObject({ finish: "context", promptTokens: 200, answerTokens: contextTokens - 200 });
  });

  it("refuses a prompt that fills the context, and answers the next", async () => {
    const full = run(model, { promptIds: someIds(contextTokens) });
    await expect(full).rejects.toMatchObject({ name: "EngineError", code: "prompt-too-long" });
    expect(await run(model, {})).toMatchObject({ finish: "length", answerTokens: 20 });
  });

  it("answers a question the same way twice, and up to a stop id", async () => {
    const { ids } = await run(model, {});
    expect(ids).toHaveLength(20);
    expect(await run(model, {})).toMatchObject({ ids, finish: "length" });
    const [stopId] = ids.slice(5);
    const untilStop = ids.slice(
      0,
      ids.findIndex((id) => id === stopId),
    );
    expect(await run(model, { stopIds: [stopId ?? -1] })).toMatchObject({ ids: untilStop, finish: "stop" });
  });

  it.each<GenerateEvent["kind"]>(["prefill", "token"])("stops when a message says so, at a %s event", async (kind) => {
    const controller = new AbortController();
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => controller.abort();
    const request = { promptIds: someIds(100), maxNewTokens: 150 };
    // The message cannot be heard while llama.cpp computes, only between.
    const generation = await run(model, request, controller.signal, (event) => {
      if (event.kind === kind && event.tokensDone > 0) port2.postMessage("stop");
    });
    port1.close();
    expect(generation.finish).toBe("cancelled");
    expect(generation.answerTokens).toBeLessThan(kind === "prefill" ? 1 : 150);
    expect(await run(model, {})).toMatchObject({ finish: "length", answerTokens: 20 });
  });

  it("stops when a timer runs out", async () => {
    const patient = await loadConverted(tiny, { contextTokens: 4096 });
    const generation = await run(patient, { maxNewTokens: 4000 }, AbortSignal.timeout(50));
    expect(generation.finish).toBe("cancelled");
    expect(generation.answerTokens).toBeLessThan(4000);
  });
});

describe("loadLlamaCpp", () => {
  it("reports how far it is", async () => {
    const progress: LoadProgress[] = [];
    await loadLlamaCpp(engineInput(tiny), (step) => progress.push(step));
    expect(progress).toEqual([
      { phase: "weights", fraction: 0 },
      { phase: "weights", fraction: 1 },
      { phase: "context", fraction: 0 },
    ]);
  });

  it("computes with the very bytes that it shows", async () => {
    const model = await loadConverted(tiny);
    const { tensors } = await readGgufHeader(arraySource(model.gguf), "model.gguf");
    const norm = tensors.find(({ name }) => name === "output_norm.weight");
    if (norm === undefined) throw new Error("no output norm");
    model.gguf.fill(0, norm.byteOffset, norm.byteOffset + norm.byteLength);
    // All logits are 0 now.
    await model.prefill(someIds(10));
    for (const { logProbability } of await model.topTokens(vocabSize)) {
      expect(logProbability).toBeCloseTo(-Math.log(vocabSize), 5);
    }
  });

  it("passes on what reading a shard fails with", async () => {
    const failure = new Error("the disk is gone");
    await expect(loadConverted(tiny, { readShard: () => failing(failure) })).rejects.toBe(failure);
  });

  it("says that a stored shard was cut short", async () => {
    const { readShard } = engineInput(tiny);
    const cut = async function* (file: string) {
      for await (const piece of { [Symbol.asyncIterator]: () => readShard(file) }) yield piece.subarray(4);
    };
    await expect(loadConverted(tiny, { readShard: cut })).rejects.toMatchObject({ name: "StorageError", code: "lost" });
  });

  it.each([2 ** 32 - 2 ** 16, 2 ** 32 - 1, 2 ** 32, 2 ** 32 + 1, 2 ** 40])(
    "says that there is no memory for %i bytes",
    async (byteLength) => {
      const plan = engineInput(tiny).planGguf();
      await expect(loadConverted(tiny, { planGguf: () => ({ ...plan, byteLength }) })).rejects.toMatchObject({
        name: "DeviceError",
        code: "out-of-memory",
        retryable: true,
      });
    },
  );

  it("says that a file that llama.cpp cannot read could not be loaded", async () => {
    const plan = engineInput(tiny).planGguf();
    const head = new Uint8Array(plan.head.byteLength);
    await expect(loadConverted(tiny, { planGguf: () => ({ ...plan, head }) })).rejects.toMatchObject({
      name: "EngineError",
      code: "load-failed",
      message: expect.stringMatching(/^The model could not be loaded on the CPU\. Load it again/) as string,
    });
  });
});

describe("the demo model in llama.cpp", () => {
  let demo: ConvertedModel;
  beforeAll(async () => {
    demo = await convertDemo();
  }, 60_000);

  it("has every number of the shards in the bytes that llama.cpp maps", { timeout: 60_000 }, async () => {
    const { gguf } = await loadConverted(demo);
    const { tensors } = await readGgufHeader(arraySource(gguf), "model.gguf");
    expect(tensors).toHaveLength(272);
    // 134,515,008 parameters, as published, of which 61 norms are not in blocks of 32.
    const norms = 61 * 576;
    expect(compareMatrices(gguf, tensors, demo)).toEqual({ same: (134_515_008 - norms) / 32, different: [] });
    expect(compareNorms(gguf, tensors, demo)).toEqual({ same: norms, different: [] });

    // One bit of one number is noticed.
    const some = tensors.filter(({ name }) => name === "blk.17.attn_k.weight");
    const at = (some[0]?.byteOffset ?? NaN) + 18 * (5 * (576 / 32) + 3) + 17;
    gguf[at] = (gguf[at] ?? 0) ^ 0x80;
    const blocks = (192 * 576) / 32;
    const different = ["blk.17.attn_k.weight: row 5, group 3"];
    expect(compareMatrices(gguf, some, demo)).toEqual({ same: blocks - 1, different });
  });

  it.each([133e6, 300e6])(
    "is read where a file of %i bytes fills the memory, which then grows",
    { timeout: 60_000 },
    async (byteLength) => {
      const plan = engineInput(demo).planGguf();
      const model = await loadConverted(demo, { planGguf: () => ({ ...plan, byteLength }) });
      const usual = await loadConverted(demo);
      const ids = [1, 5, 9, 77];
      expect(await model.prefill(ids)).toBe(await usual.prefill(ids));
      expect(model.gguf.byteLength).toBe(byteLength);
      const { tensors } = await readGgufHeader(arraySource(model.gguf), "model.gguf");
      expect(compareNorms(model.gguf, tensors, demo).different).toEqual([]);
    },
  );
});
