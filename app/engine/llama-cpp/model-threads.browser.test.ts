import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { arraySource } from "../../core/byte-source";
import { readGgufHeader } from "../../core/checkpoint/gguf-header";
import { SMALL_SHAPE } from "../../core/checkpoint/testing/shapes";
import { convertTiny } from "../../core/gguf/testing/converted-model";
import { generate, type GenerateEvent } from "../generate";
import { convertDemo, loadConverted } from "./testing/load-converted";
import type { FromModelWorker, ToModelWorker } from "./testing/model-messages";
import workerUrl from "./testing/model-worker.ts?worker&url";
import { compareMatrices, compareNorms } from "./testing/same-weights";
import { trustOwnThreads } from "./trust-own-threads";

const threads = 2;

let worker: Worker;
beforeEach(() => {
  // The test server enforces Trusted Types, as the product's does: without the policy no worker starts from an address.
  trustOwnThreads();
  worker = new Worker(new URL(workerUrl, location.href), { type: "module" });
});
afterEach(() => worker.terminate());

function tell(message: ToModelWorker): void {
  worker.postMessage(message);
}

/** The next message of a kind; events before it go to `onEvent`. Fails with what the worker failed with. */
function hear<K extends FromModelWorker["kind"]>(
  kind: K,
  onEvent: (event: GenerateEvent) => void = () => undefined,
): Promise<Extract<FromModelWorker, { kind: K }>> {
  return new Promise((resolve, reject) => {
    worker.onmessage = ({ data }: MessageEvent<FromModelWorker>) => {
      if (data.kind === "failed") reject(new Error(data.message));
      else if (data.kind === kind) resolve(data as Extract<FromModelWorker, { kind: K }>);
      else if (data.kind === "event") onEvent(data.event);
    };
    worker.onerror = ({ message }) => reject(new Error(message));
  });
}

describe("a model in llama.cpp with several threads, in a worker", () => {
  it("says what it says with one thread", { timeout: 60_000 }, async () => {
    expect(crossOriginIsolated).toBe(true);
    const tiny = await convertTiny(SMALL_SHAPE);
    const promptIds = Array.from({ length: 150 }, (_, i) => (i * i + 3) % SMALL_SHAPE.vocabSize);
    const request = { promptIds, stopIds: [], maxNewTokens: 40 };
    tell({ kind: "load", model: tiny, threads });
    await hear("loaded");
    tell({ kind: "generate", request });
    const { generation } = await hear("generated");
    const { ids } = await generate(await loadConverted(tiny), request, {
      signal: new AbortController().signal,
      onEvent: () => undefined,
      now: () => performance.now(),
    });
    expect(generation).toMatchObject({ ids, finish: "length", answerTokens: 40 });
  });

  it("has every number of the demo's shards, and stops when the page says so", { timeout: 120_000 }, async () => {
    const demo = await convertDemo();
    tell({ kind: "load", model: demo, threads });
    const { gguf } = await hear("loaded");
    expect(gguf.buffer).toBeInstanceOf(SharedArrayBuffer);
    const { tensors } = await readGgufHeader(arraySource(gguf), "model.gguf");
    const norms = 61 * 576;
    expect(compareMatrices(gguf, tensors, demo)).toEqual({ same: (134_515_008 - norms) / 32, different: [] });
    expect(compareNorms(gguf, tensors, demo)).toEqual({ same: norms, different: [] });

    const request = { promptIds: [1, 5, 9, 77], stopIds: [], maxNewTokens: 250 };
    tell({ kind: "generate", request });
    const { generation } = await hear("generated", (event) => {
      if (event.kind === "token") tell({ kind: "stop" });
    });
    expect(generation.finish).toBe("cancelled");
    expect(generation.answerTokens).toBeGreaterThan(0);
    expect(generation.answerTokens).toBeLessThan(250);
  });
});
