import { describe, expect, it } from "vitest";
import type { Sampling } from "../core/sampling/sampling";
import { generate, type GenerateEvent, type GenerateRequest } from "./generate";
import type { LanguageModel, TokenChoice } from "./language-model";
import { ReadingLog } from "./reading-log";

const vocabSize = 500;

/**
 * Says the last id it read plus one; each id takes `msPerToken` on its own clock. Where a choice is made, each id is the less likely
 * the more it is above that one.
 */
function countingModel(msPerToken: number, contextTokens = 1000) {
  const chunks: number[] = [];
  const choices: TokenChoice[] = [];
  const log = new ReadingLog();
  let time = 0;
  const read = (ids: readonly number[], choice: TokenChoice | undefined) =>
    log.reading(ids, () => {
      time += ids.length * msPerToken;
      const likeliest = (ids.at(-1) ?? 0) + 1;
      if (choice === undefined) return Promise.resolve(likeliest);
      choices.push(choice);
      const logit = (id: number) => (id === likeliest ? 5 : ((likeliest - id + vocabSize) % vocabSize) / vocabSize);
      return Promise.resolve(choice.choose(Float32Array.from({ length: vocabSize }, (_, id) => logit(id))));
    });
  const model: LanguageModel = {
    contextTokens,
    prefillChunk: { maxTokens: 128, firstTokens: 16, multipleOf: 8, targetMs: 1000 },
    get readIds() {
      return log.ids;
    },
    reset: () => log.resetting(() => Promise.resolve()),
    prefill: (ids, choice) => {
      chunks.push(ids.length);
      return read(ids, choice);
    },
    decode: (id, choice) => read([id], choice),
  };
  return { model, chunks, choices, now: () => time };
}

const prompt = (length: number) => Array.from({ length }, (_, index) => index + 1);
const never = new AbortController().signal;
const ignore = () => undefined;
type OnEvent = (event: GenerateEvent) => void;

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
    expect(await run(10)).toMatchObject({ answerTokens: 10, finish: "context" });
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

  describe("with sampling", () => {
    const sampling: Sampling = { temperature: 1, topP: 0.95, repetitionPenalty: 1, seed: 11 };
    const say = async (model: LanguageModel, request: Partial<GenerateRequest>) => {
      const whole = { promptIds: prompt(100), stopIds: [], maxNewTokens: 40, sampling, ...request };
      return await generate(model, whole, { signal: never, onEvent: ignore, now: () => 0 });
    };

    it("chooses each id of the answer, and none within the prompt", async () => {
      const { model, chunks, choices } = countingModel(1);
      const { ids } = await say(model, {});
      expect(chunks.length).toBeGreaterThan(1);
      expect(choices).toHaveLength(40);
      expect(ids).not.toEqual((await say(countingModel(1).model, { sampling: { ...sampling, temperature: 0 } })).ids);
    });

    it("says the same with the same seed, and something else with another", async () => {
      const { model } = countingModel(1);
      const { ids } = await say(model, {});
      expect((await say(model, {})).ids).toEqual(ids);
      expect((await say(model, { sampling: { ...sampling, seed: 12 } })).ids).not.toEqual(ids);
    });

    it("leaves the choice to the engine where it is the likeliest", async () => {
      const { model, choices } = countingModel(1);
      const greedy = { temperature: 0, topP: 0.5, repetitionPenalty: 1, seed: 3 };
      expect((await say(model, { sampling: greedy, maxNewTokens: 4 })).ids).toEqual([101, 102, 103, 104]);
      expect(choices).toEqual([]);
    });

    it("penalizes the ids of prompt and answer, and asks for the logits' level only then", async () => {
      const { model, choices } = countingModel(1);
      await say(model, {});
      expect(choices.map(({ needsLevel }) => needsLevel)).toEqual(Array(40).fill(false));
      const penalty = { temperature: 0, topP: 1, repetitionPenalty: 100, seed: 0 };
      // 101 is what follows, and the prompt holds it.
      const { ids } = await say(model, { promptIds: [101, ...prompt(100)], sampling: penalty, maxNewTokens: 300 });
      expect(choices.slice(40).every(({ needsLevel }) => needsLevel)).toBe(true);
      expect(ids[0]).not.toBe(101);
      expect(new Set(ids).size).toBe(300);
    });

    it("goes on with an answer as if there had been no break", async () => {
      for (const change of [{}, { temperature: 0, repetitionPenalty: 1.5 }]) {
        const request = { sampling: { ...sampling, ...change } };
        const { ids } = await say(countingModel(1).model, request);
        const { model } = countingModel(1);
        const first = await say(model, { ...request, maxNewTokens: 15 });
        const rest = await say(model, { ...request, promptIds: [...prompt(100), ...first.ids], maxNewTokens: 25 });
        expect([...first.ids, ...rest.ids]).toEqual(ids);
      }
    });
  });

  describe("after something was read", () => {
    const say = async (model: LanguageModel, promptIds: number[], signal = never, onEvent = ignore as OnEvent) =>
      await generate(model, { promptIds, stopIds: [], maxNewTokens: 3 }, { signal, onEvent, now: () => 0 });

    it("reads only what is new of a prompt that begins with it", async () => {
      const { model, chunks } = countingModel(1);
      const first = await say(model, prompt(10));
      expect(first).toMatchObject({ ids: [11, 12, 13], reusedTokens: 0 });
      const progress: GenerateEvent[] = [];
      const second = await say(model, prompt(13), never, (event) => progress.push(event));
      expect(second).toMatchObject({ ids: [14, 15, 16], promptTokens: 13, reusedTokens: 12 });
      expect(chunks).toEqual([10, 1]);
      expect(progress[0]).toEqual({ kind: "prefill", tokensDone: 12, tokensTotal: 13 });
    });

    it("goes on with an answer that was stopped while it was said, or while the prompt was read", async () => {
      for (const kind of ["token", "prefill"]) {
        const { model } = countingModel(1);
        const controller = new AbortController();
        const { ids } = await say(model, prompt(300), controller.signal, (event) => {
          if (event.kind === kind && event.tokensDone > 0) controller.abort();
        });
        const { readIds = [] } = model;
        expect(readIds.length).toBeGreaterThan(0);
        const next = await say(model, [...prompt(300), ...ids]);
        expect(next).toMatchObject({ ids: [301, 302, 303].map((id) => id + ids.length), reusedTokens: readIds.length });
      }
    });

    it.each([
      ["the same again", [1, 2, 3, 4, 5]],
      ["less", [1, 2, 3]],
      ["something else", [1, 2, 9, 4, 5, 6, 7, 8, 9]],
    ])("reads all of a prompt that is %s", async (_, next) => {
      const { model, chunks } = countingModel(1);
      await model.prefill([1, 2, 3, 4, 5]);
      expect(await say(model, next)).toMatchObject({ reusedTokens: 0 });
      expect(chunks).toEqual([5, next.length]);
      expect(model.readIds?.slice(0, next.length)).toEqual(next);
    });
  });
});
