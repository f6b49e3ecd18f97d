import { join } from "node:path";
import smollm2 from "../../model-config/variants/smollm2-135m.json" with { type: "json" };
import tiny from "../../model-config/variants/tiny.json" with { type: "json" };
import { convertInNode } from "../convert-in-node";
import type { ReferenceModel } from "../expect-answers";
import { demoConverted, demoWeights, tinyCheckpoint } from "../paths";
import { referenceIds } from "../reference";

/** The tiny model from one of its checkpoints. It has a clear favourite at every token, and never says a stop token. */
export function tinyModel(checkpoint: string): ReferenceModel {
  return {
    checkpoint: join(tinyCheckpoint, checkpoint),
    tokenizer: { tokenizerJson: join(tinyCheckpoint, "hf", "tokenizer.json") },
    vocabSize: tiny.shape.vocabSize,
    stopIds: [],
    gpuNearTie: 0,
    // Measured over 6 answers of 64 tokens, from float16 and from bfloat16: 21 tokens off the best, by up to 0.286. The one
    // checkpoint's answers held against the other's weights, which differ in rounding alone, are off by more than 1.7.
    cpuGap: 0.6,
  };
}

/** The demo model with the weights that a conversion in mode "best" gave it in Node. */
export function demoModelAtBest(): ReferenceModel {
  convertInNode(demoWeights, demoConverted, "best");
  // Measured: 2 of 16 tokens off the best, by up to 0.786. Six samples of the reference rounded to 8 bits put that same token
  // between 0 and 0.54 from their best.
  return { ...demoModel(), checkpoint: demoConverted, cpuGap: 1.2 };
}

/** The demo model, rounded by the reference itself. */
export function demoModel(): ReferenceModel {
  const tokenizer = { gguf: demoWeights };
  return {
    checkpoint: demoWeights,
    tokenizer,
    vocabSize: smollm2.shape.vocabSize,
    stopIds: referenceIds(
      tokenizer,
      smollm2.prompt.stopTokens.map((token) => [{ token }]),
    ).flat(),
    gpuNearTie: 1e-3,
    // Measured over 3 answers of up to 64 tokens, with what ended them: 5 of 109 off the best, by up to 0.156.
    cpuGap: 0.35,
  };
}
