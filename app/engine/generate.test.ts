import { describe, expect, it } from "vitest";
import { generate, type GenerateEvent } from "./generate";
import type { LanguageModel } from "./language-model";

/** Says the last id it read plus one; each id takes `msPerToken` on its own clock. */
function countingModel(msPerToken: number, contextTokens = 1000) {
  const chunks: number[] = [];
  let time = 0;
  const read = (ids: readonly number[]) => {
    time += ids.length * msPerToken;
    return Promise.resolve((ids.at(-1) ?? 0) + 1);
  };
  const model: LanguageModel = {
    contextTokens,
    prefillChunk: { maxTokens: 128, firstTokens: 16, multipleOf: 8, targetMs: 1000 },
    reset: () => Promise.resolve(),
    prefill: (ids) => {
      chunks.push(ids.length);
      return read(ids);
    },
    decode: (id) => read([id]),
  };
  return { model, chunks, now: () => time };
}

const prompt = (length: number) => Array.from({ length }, (_, index) => index + 1);
const never = new AbortController().signal;
const ignore = () => undefined;

describe("generate", () => {
  it("feeds every prompt id once, in order, and stops before the stop token", async () => {
    const { model, now } = countingModel(1);
    const request = { promptIds: prompt(50), stopIds: [55], maxNewTokens: 100 };
    const result = await generate(model, request, { signal: never, onEvent: ignore, now });
    expect(result).toMatchObject({ ids: [51, 52, 53, 54], finish: "stop", promptTokens: 50, answerTokens: 4 });
    expect(result.prefillMs).toBe(50);
    expect(result.decodeMs).toBe(4);
  });

  it("grows chunks on a fast adapter and keeps them small on a slow one", async () => {
    const fast = countingModel(1);
    const slow = countingModel(200);
    for (const { model, now } of [fast, slow]) {
      await generate(
        model,
        { promptIds: prompt(300), stopIds: [], maxNewTokens: 1 },
        { signal: never, onEvent: ignore, now },
      );
    }
    expect(fast.chunks).toEqual([16, 128, 128, 28]);
    expect(slow.chunks.slice(1)).toEqual([...Array<number>(35).fill(8), 4]);
  });

  it("ends at the length limit and at the end of the context", async () => {
    const { model, now } = countingModel(1, 60);
    const run = (maxNewTokens: number) =>
      generate(model, { promptIds: prompt(50), stopIds: [], maxNewTokens }, { signal: never, onEvent: ignore, now });
    expect(await run(3)).toMatchObject({ ids: [51, 52, 53], finish: "length" });
    expect(await run(100)).toMatchObject({ answerTokens: 10, finish: "context" });
  });

  it("refuses a prompt that leaves no room, without computing anything", async () => {
    const { model, chunks, now } = countingModel(1, 50);
    const request = { promptIds: prompt(50), stopIds: [], maxNewTokens: 5 };
    await expect(generate(model, request, { signal: never, onEvent: ignore, now })).rejects.toMatchObject({
      code: "prompt-too-long",
    });
    expect(chunks).toEqual([]);
  });

  it("keeps what was said when it is cancelled, during prefill and during the answer", async () => {
    const cancelAt = async (kind: GenerateEvent["kind"], tokensDone: number) => {
      const { model, now } = countingModel(100);
      const controller = new AbortController();
      const onEvent = (event: GenerateEvent) => {
        if (event.kind === kind && event.tokensDone >= tokensDone) controller.abort();
      };
      const request = { promptIds: prompt(100), stopIds: [], maxNewTokens: 50 };
      return await generate(model, request, { signal: controller.signal, onEvent, now });
    };
    expect(await cancelAt("prefill", 20)).toMatchObject({ ids: [], finish: "cancelled" });
    expect(await cancelAt("token", 3)).toMatchObject({ ids: [101, 102, 103], finish: "cancelled" });
  });
});
