import { execFileSync } from "node:child_process";
import { modelConfig, python } from "./paths";

/** The numpy reference of model-config/reference: independent of everything under test but the checkpoint's files. */
function runReference(args: string[], request: object): unknown {
  const output = execFileSync(python, ["-m", ...args], {
    cwd: modelConfig,
    input: JSON.stringify(request),
    maxBuffer: 2 ** 28,
    encoding: "utf8",
  });
  return JSON.parse(output);
}

export interface ReferenceAnswer {
  tokens: number[];
  /** Top logit minus the second, at each token. */
  gaps: number[];
  /** Set when a stop token ended the answer. */
  stopped: { token: number; gap: number } | null;
}

/** Greedy answers on the Q4_0 numbers of the checkpoint's weights. */
export function greedyAnswers(
  checkpoint: string,
  request: { prompts: number[][]; stop: number[] },
  newTokens: number,
): ReferenceAnswer[] {
  const args = ["reference.greedy", "--checkpoint", checkpoint, "--new", String(newTokens)];
  return (runReference(args, request) as { results: ReferenceAnswer[] }).results;
}

export interface ForcedAnswer {
  /** The reference's own best id, at each token. */
  argmax: number[];
  /** How many ids beat the one that is compared, at each token. */
  ranks: number[];
  /** Best logit minus the compared id's, at each token; 0 where it is the best. */
  compareGaps: number[];
}

export interface ForcedRequest {
  prompts: number[][];
  forced: number[][];
  /** The ids to compare with the best, one a forced id; the forced ones where there are none. */
  compare?: number[][];
}

/** What the reference thinks of answers that are put in its mouth: each token given the prompt and the tokens before it. */
export function forcedAnswers(checkpoint: string, request: ForcedRequest): ForcedAnswer[] {
  return runForced(checkpoint, request, []);
}

/** The same, rounded as llama.cpp rounds on the processor; a seed samples what float32 makes of that. */
export function roundedAnswers(checkpoint: string, request: ForcedRequest, seed: number): ForcedAnswer[] {
  return runForced(checkpoint, request, ["--activations", "q8_0", "--jitter", String(seed)]);
}

function runForced(checkpoint: string, request: ForcedRequest, options: string[]): ForcedAnswer[] {
  const args = ["reference.greedy", "--checkpoint", checkpoint, ...options];
  return (runReference(args, request) as { results: ForcedAnswer[] }).results;
}

/** Full logits after each id, on the Q4_0 numbers of the checkpoint's weights. */
export function referenceLogits(checkpoint: string, ids: number[]): number[][] {
  const args = ["reference.logits", "--checkpoint", checkpoint];
  return (runReference(args, { ids }) as { logits: number[][] }).logits;
}

/** How many matrices a converted model has, and how many words of each differ from what gguf-py's Q4_0 gives. */
export function q4Differences(checkpoint: string, converted: string): unknown {
  return runReference(["reference.q4_differences", "--checkpoint", checkpoint, "--converted", converted], {});
}

export interface Perplexities {
  tokens: number;
  models: Record<string, ModelPerplexity>;
}

/** In nats a token, but the perplexity; each mean with its standard error. */
export interface ModelPerplexity {
  perplexity: number;
  /** Kullback-Leibler divergence of the first model's predictions from this one's. */
  divergence: number;
  divergenceError: number;
  /** What it needs more than the model before it. */
  abovePrevious: number;
  abovePreviousError: number;
}

/** Of models by their names, each a checkpoint on its own weights or a folder with a converted model. */
export function perplexities(models: Record<string, string>, texts: number[][]): Perplexities {
  const named = Object.entries(models).map(([name, path]) => `${name}=${path}`);
  return runReference(["reference.perplexity", ...named], { texts }) as Perplexities;
}

export type TokenizerSource = { gguf: string } | { tokenizerJson: string };
export type Segment = { token: string } | { text: string };

/** Ids as the public tokenizers package gives them; control tokens only where a segment names them. */
export function referenceIds(source: TokenizerSource, segments: Segment[][]): number[][] {
  return (runReference(["reference.tokenize", ...sourceArgs(source)], { segments }) as { ids: number[][] }).ids;
}

export function referenceTexts(source: TokenizerSource, ids: number[][]): string[] {
  const request = { decode: ids, skipSpecial: true };
  return (runReference(["reference.tokenize", ...sourceArgs(source)], request) as { texts: string[] }).texts;
}

function sourceArgs(source: TokenizerSource): string[] {
  return "gguf" in source ? ["--gguf", source.gguf] : ["--tokenizer-json", source.tokenizerJson];
}
