import type { VariantCard } from "../models/variant-card";
import { checkFailed } from "./check-failed";
import { compareLogits } from "./compare-logits";
import { pairedLogits } from "./paired-logits";
import { type MatrixResult, pairedWeights, type PairedWeightsOptions } from "./paired-weights";

/** How well a converted model answers where the answer is known. */
export interface KnownAnswer {
  /** The prompt. */
  tokens: number[];
  /** Of the logits after each token, from the stored weights, against those from the checkpoint's. Their mean does not count. */
  logitsRelativeError: number;
  logitsCosine: number;
  /** The matrix that is furthest from its source. */
  worstMatrix: MatrixResult;
}

interface KnownAnswerOptions extends PairedWeightsOptions {
  card: VariantCard;
}

/**
 * What 4 bits take from each matrix, layers amplify: of models converted rightly, SmolLM2 has 0.81 to 0.87, random weights 0.65
 * after 32 layers and at worst 0.47 after 40. Logits that have nothing to do with each other are within 0.02 of 0 where there are
 * 32000. So this finds a model that answers at random; that each weight is in its place, the probes find.
 */
const SMALLEST_COSINE = 0.2;

/**
 * Holds a converted model against its checkpoint: every stored norm and matrix, and the answer to a fixed prompt, computed from
 * the stored weights and from the checkpoint's. Reads both once. Holds blocks of rows, as many as the packer works on and one
 * more, and activations: a dozen MiB where a vocabulary has 128,000 tokens.
 * Throws ConversionError "check-failed", CheckpointError "truncated", StorageError "lost", or the signal's reason.
 */
export async function checkKnownAnswer({ card, ...options }: KnownAnswerOptions): Promise<KnownAnswer> {
  const tokens = promptOf(card.shape.vocabSize);
  const results: MatrixResult[] = [];
  const weights = pairedWeights(options, (result) => results.push(result));
  const logits = await pairedLogits(card.shape, tokens, weights);
  const { relativeError, cosine } = compareLogits(logits, card.shape.vocabSize);
  // So written, logits that are not finite fail.
  if (!(cosine >= SMALLEST_COSINE)) {
    const problem = `the stored model's answer is not the checkpoint's (cosine ${cosine.toFixed(3)})`;
    throw checkFailed(options.checkpoint.label, "logits of a fixed prompt", problem);
  }
  const worstMatrix = results.reduce((worst, result) => (result.relativeError > worst.relativeError ? result : worst));
  return { tokens, logitsRelativeError: relativeError, logitsCosine: cosine, worstMatrix };
}

/** Four ids that every vocabulary has: 1, which begins a text for LLaMA and Mistral, and then a word from each further quarter. */
export function promptOf(vocabSize: number): number[] {
  return [1, ...[0.25, 0.5, 0.75].map((part) => Math.floor(part * vocabSize))];
}
