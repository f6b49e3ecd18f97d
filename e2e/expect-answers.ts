import type { EngineKind } from "../app/core/models/engine";
import { expect } from "./fixtures";
import { forcedAnswers, greedyAnswers, referenceTexts, type ReferenceAnswer, type TokenizerSource } from "./reference";

/** A checkpoint, and how far the engines' answers may be from what the numpy reference makes of it. */
export interface ReferenceModel {
  checkpoint: string;
  tokenizer: TokenizerSource;
  vocabSize: number;
  /** Ids that end an answer; none for a model that must speak up to the limit. */
  stopIds: number[];
  /** On the GPU, where the reference's two best logits are closer than this, float32 may fall on the other one. */
  gpuNearTie: number;
  /** On the CPU, each token's logit must be closer than this to the best. */
  cpuGap: number;
}

export interface Asked {
  promptIds: number[];
  maxNewTokens: number;
  /** The answer on the page. */
  text: string;
  /** What each token added to it. */
  tokenTexts: string[];
}

/** Holds answers against the reference: token for token on the GPU, within what rounding to 8 bits moves on the CPU. */
export function expectAnswers(engine: EngineKind, model: ReferenceModel, asked: readonly Asked[]): void {
  expect(asked).not.toEqual([]);
  if (engine === "gpu") expectEqual(model, asked);
  else expectNearBest(model, asked);
}

function expectEqual(model: ReferenceModel, asked: readonly Asked[]): void {
  const prompts = asked.map(({ promptIds }) => promptIds);
  const newTokens = Math.max(...asked.map(({ maxNewTokens }) => maxNewTokens));
  const references = greedyAnswers(model.checkpoint, { prompts, stop: model.stopIds }, newTokens);
  for (const [index, { text, maxNewTokens }] of asked.entries()) {
    const reference = references[index];
    if (reference === undefined) throw new Error("The reference left an answer out.");
    expectEqualText(model, text, reference, maxNewTokens);
  }
}

/** Equal texts, or texts that part at a token where the reference itself is all but undecided. */
function expectEqualText(model: ReferenceModel, text: string, reference: ReferenceAnswer, maxNewTokens: number): void {
  const tokens = reference.tokens.slice(0, maxNewTokens);
  const prefixes = tokens.map((_, index) => tokens.slice(0, index + 1));
  const texts = referenceTexts(model.tokenizer, prefixes);
  const parting = texts.findIndex((prefix) => !text.startsWith(prefix));
  if (parting === -1) {
    expect(text).toBe(texts.at(-1));
    return;
  }
  const gap = reference.gaps[parting] ?? Number.POSITIVE_INFINITY;
  console.log(`token ${parting}: the reference's top two logits are ${gap.toExponential(2)} apart`);
  const message = `the answer parts from the reference at token ${parting}:\n${text}\n${texts.at(-1) ?? ""}`;
  expect(gap, message).toBeLessThan(model.gpuNearTie);
}

/** The reference reads the engine's own answer, so that a token which it would not have said changes nothing after it. */
function expectNearBest(model: ReferenceModel, asked: readonly Asked[]): void {
  const idOf = idsByText(model);
  const forced = asked.map(({ maxNewTokens, text, tokenTexts }) => {
    expect(tokenTexts.join("")).toBe(text);
    const ids = tokenTexts.map(idOf);
    // What ends an answer early is not shown: it must be the first of the stop tokens.
    return ids.length < maxNewTokens ? [...ids, ...model.stopIds.slice(0, 1)] : ids;
  });
  const references = forcedAnswers(model.checkpoint, { prompts: asked.map(({ promptIds }) => promptIds), forced });
  for (const [index, { text, maxNewTokens }] of asked.entries()) {
    const gaps = references[index]?.compareGaps ?? [];
    const others = gaps.filter((gap) => gap > 0);
    const largest = Math.max(...gaps);
    console.log(
      `${others.length} of ${gaps.length} tokens are not the reference's, by up to ${largest.toFixed(3)} logits`,
    );
    if (model.stopIds.length === 0) expect(gaps, text).toHaveLength(maxNewTokens);
    expect(largest, `at token ${gaps.indexOf(largest)} of:\n${text}`).toBeLessThan(model.cpuGap);
  }
}

/** The id of a token by what it adds to a text. Throws for half a character, which several tokens would add. */
function idsByText({ tokenizer, vocabSize }: ReferenceModel): (text: string) => number {
  const all = Array.from({ length: vocabSize }, (_, id) => [id]);
  const texts = referenceTexts(tokenizer, all);
  return (text) => {
    const id = texts.indexOf(text);
    if (id === -1 || texts.lastIndexOf(text) !== id) throw new Error(`Which token adds ${JSON.stringify(text)}?`);
    return id;
  };
}
