import type { ModelShape } from "../models/variant-card";
import { layerMatrices, type ModelMatrix, vocabularyMatrix } from "./llama-matrices";
import { add, attend, rmsNorm, swiGlu } from "./llama-math";
import { mapPair, type Pair, zipPairs } from "./pair";

/** A model's weights, from the checkpoint and as stored. Activations are float32 [tokens, width]. */
export interface PairedWeights {
  /** Rows of a matrix: [rows.length, columns]. */
  rows(matrix: ModelMatrix, rows: readonly number[]): Promise<Pair<Float32Array>>;
  /** Products of `inputs` [tokens, columns] with a matrix: [tokens, rows]. */
  multiply(matrix: ModelMatrix, inputs: Pair<Float32Array>): Promise<Pair<Float32Array>>;
  /** The weights of a norm, by its Hugging Face name. */
  norm(name: string): Promise<Float32Array>;
}

const NO_TOKENS: Pair<Float32Array> = { source: new Float32Array(0), stored: new Float32Array(0) };

/**
 * Two forward passes of a Llama in step, one with the checkpoint's weights and one with those stored, over tokens at positions 0,
 * 1, …. Returns the logits after each, [tokens, vocabSize]. Every matrix is multiplied exactly once, an embedding table by nothing.
 */
export async function pairedLogits(
  shape: ModelShape,
  tokens: readonly number[],
  weights: PairedWeights,
): Promise<Pair<Float32Array>> {
  const norm = async (x: Pair<Float32Array>, name: string): Promise<Pair<Float32Array>> => {
    const weight = await weights.norm(name);
    return mapPair(x, (activations) => rmsNorm(activations, weight, shape.normEps));
  };
  const embedding = vocabularyMatrix("model.embed_tokens", shape);
  if (!shape.tiedEmbeddings) await weights.multiply(embedding, NO_TOKENS);
  let x = await weights.rows(embedding, tokens);
  for (let i = 0; i < shape.layers; i++) {
    const layer = `model.layers.${i}`;
    const { queryKeyValue, output, gateUp, down } = layerMatrices(layer, shape);
    const heads = await weights.multiply(queryKeyValue, await norm(x, `${layer}.input_layernorm.weight`));
    const mixed = mapPair(heads, (activations) => attend(activations, tokens.length, shape));
    x = zipPairs(x, await weights.multiply(output, mixed), add);
    const gates = await weights.multiply(gateUp, await norm(x, `${layer}.post_attention_layernorm.weight`));
    const passed = mapPair(gates, (activations) => swiGlu(activations, tokens.length));
    x = zipPairs(x, await weights.multiply(down, passed), add);
  }
  const head = shape.tiedEmbeddings ? embedding : vocabularyMatrix("lm_head", shape);
  return await weights.multiply(head, await norm(x, "model.norm.weight"));
}
