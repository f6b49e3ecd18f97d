import type { LogitProcessor, MLCEngine } from "@mlc-ai/web-llm";
import type { TokenChoice } from "../language-model";

/** What of web-llm's pipeline is used. Without a logit processor, logits stay on the device. */
interface Pipeline {
  logitProcessor: LogitProcessor | undefined;
}

/**
 * Runs a forward pass of web-llm with the logits read back, and returns the id that is chosen of them; its own choice is not used.
 * web-llm 0.2.86 takes a logit processor only with a model that is being loaded, and with one reads back every token's
 * logits. So the pipeline gets one for this pass alone, and greedy decoding has none.
 */
export async function chooseOnProcessor(
  engine: MLCEngine,
  modelId: string,
  { choose }: TokenChoice,
  run: () => Promise<number>,
): Promise<number> {
  // Private, and therefore without a type.
  const { loadedModelIdToPipeline: pipelines } = engine as unknown as {
    loadedModelIdToPipeline: Map<string, Pipeline>;
  };
  const pipeline = pipelines.get(modelId);
  // Then the device was lost, and web-llm says so.
  if (pipeline === undefined) return await run();
  const { logitProcessor: usual } = pipeline;
  let chosen: number | undefined;
  pipeline.logitProcessor = logitProcessor((logits) => {
    chosen = choose(usual?.processLogits(logits) ?? logits);
    return logits;
  });
  try {
    await run();
    if (chosen === undefined) throw new Error("web-llm showed no logits.");
    return chosen;
  } finally {
    pipeline.logitProcessor = usual;
  }
}

export function logitProcessor(processLogits: (logits: Float32Array) => Float32Array): LogitProcessor {
  const nothing = () => undefined;
  return { processLogits, processSampledToken: nothing, resetState: nothing };
}
