import { beforeAll, expect, it } from "vitest";
import { chiSquare, nucleus } from "../../core/sampling/testing/nucleus";
import type { Sampling } from "../../core/sampling/sampling";
import { generate, type GenerateRequest } from "../generate";
import type { LanguageModel } from "../language-model";

const sampling: Sampling = { temperature: 1, topP: 0.9, repetitionPenalty: 1, seed: 5 };
const promptIds = Array.from({ length: 40 }, (_, i) => 3 + ((i * i * 31 + 17) % 300));

async function say(model: LanguageModel, request: Partial<GenerateRequest>): Promise<number[]> {
  const whole = { promptIds, stopIds: [], maxNewTokens: 24, ...request };
  const options = { signal: new AbortController().signal, onEvent: () => undefined, now: () => performance.now() };
  return (await generate(model, whole, options)).ids;
}

async function logitsAfter(model: LanguageModel, ids: readonly number[], needsLevel: boolean): Promise<number[]> {
  let seen: number[] = [];
  const choose = (logits: Float32Array) => {
    seen = [...logits];
    return 0;
  };
  await model.reset();
  await model.prefill(ids, { needsLevel, choose });
  return seen;
}

/** What holds for an engine whose model has a vocabulary of 320 ids. */
export function itSamples(load: () => Promise<LanguageModel>): void {
  let model: LanguageModel;
  beforeAll(async () => {
    model = await load();
  }, 60_000);

  it("says the same with the same seed, and something else with another", { timeout: 60_000 }, async () => {
    const ids = await say(model, { sampling });
    expect(ids).toHaveLength(24);
    expect(await say(model, { sampling })).toEqual(ids);
    expect(await say(model, { sampling: { ...sampling, seed: 6 } })).not.toEqual(ids);
  });

  it("is greedy at temperature 0, before and after something was drawn", { timeout: 60_000 }, async () => {
    const greedy = await say(model, {});
    expect(await say(model, { sampling: { ...sampling, temperature: 0 } })).toEqual(greedy);
    expect(await say(model, { sampling })).not.toEqual(greedy);
    expect(await say(model, {})).toEqual(greedy);
    expect(await say(model, { sampling: { ...sampling, temperature: 1e-6 } })).toEqual(greedy);
  });

  it("shows the logits by which it would be greedy itself", { timeout: 60_000 }, async () => {
    const [said] = await say(model, { maxNewTokens: 1 });
    for (const needsLevel of [false, true]) {
      const logits = await logitsAfter(model, promptIds, needsLevel);
      expect(logits).toHaveLength(320);
      expect(logits.indexOf(Math.max(...logits))).toBe(said);
    }
  });

  it("draws by the distribution that the model computes", { timeout: 120_000 }, async () => {
    // A short prompt, since it is read again for each draw.
    const short = promptIds.slice(0, 8);
    const logits = await logitsAfter(model, short, false);
    // So low that few ids have all of the probability.
    const temperature = (Math.max(...logits) - Math.min(...logits)) / 16;
    const probabilities = nucleus(logits, temperature, 0.9);
    const drawn: number[] = [];
    for (let seed = 0; seed < 200; seed++) {
      const request = { promptIds: short, sampling: { ...sampling, temperature, seed }, maxNewTokens: 1 };
      drawn.push(...(await say(model, request)));
    }
    expect(drawn.filter((id) => !probabilities.has(id))).toEqual([]);
    const { statistic, critical, degrees } = chiSquare(drawn, probabilities);
    expect(degrees).toBeGreaterThan(2);
    expect(statistic).toBeLessThan(critical);
  });

  it("repeats nothing under a high penalty, neither of the prompt nor of the answer", { timeout: 60_000 }, async () => {
    const penalty = { temperature: 0, topP: 1, repetitionPenalty: 1000, seed: 0 };
    const logits = await logitsAfter(model, promptIds, true);
    const said = await say(model, { sampling: penalty, maxNewTokens: 100 });
    expect(logits.filter((logit) => logit > 0).length).toBeGreaterThan(promptIds.length + 100);
    expect(new Set([...promptIds, ...said]).size).toBe(new Set(promptIds).size + 100);
  });

  it("goes on with an answer as if there had been no break", { timeout: 60_000 }, async () => {
    for (const change of [{}, { repetitionPenalty: 1.3 }, { temperature: 0 }]) {
      const request = { sampling: { ...sampling, ...change } };
      const ids = await say(model, request);
      const first = await say(model, { ...request, maxNewTokens: 9 });
      expect(model.readIds).toEqual([...promptIds, ...first.slice(0, -1)]);
      const rest = await say(model, { ...request, promptIds: [...promptIds, ...first], maxNewTokens: 15 });
      expect([...first, ...rest]).toEqual(ids);
    }
  });
}
