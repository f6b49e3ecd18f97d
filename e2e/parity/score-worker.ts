import { serve } from "../../app/workers/rpc/serve";
import { loadOnCpu } from "../../app/workers/engine/load-on-cpu";
import { loadOnGpu } from "../../app/workers/engine/load-on-gpu";
import { openStoredModel } from "../../app/storage/stored-model";
import type { LanguageModel } from "../../app/engine/language-model";
import type { Scores, ScoreProtocol, Sequence } from "./protocol";

/** Ids whose probabilities are kept at each position. */
const likeliestCount = 16;

type Likeliest = () => Promise<Scores["likeliest"][number]>;

/** Loads a stored model on an engine, as the app's own workers do, and reads sequences with it. */
serve<ScoreProtocol>({
  score: async ({ modelId, on, sequences }, { emit }) => {
    const stored = await openStoredModel(modelId);
    const [model, likeliest] = on === "cpu" ? await cpuModel(stored) : await gpuModel(stored);
    const scores: Scores[] = [];
    for (const sequence of sequences) {
      scores.push(await score(model, likeliest, sequence));
      emit({ sequencesDone: scores.length });
    }
    return scores;
  },
});

type Stored = Awaited<ReturnType<typeof openStoredModel>>;

async function cpuModel(stored: Stored): Promise<[LanguageModel, Likeliest]> {
  const { model } = await loadOnCpu(stored, () => undefined);
  return [model, () => model.topTokens(likeliestCount)];
}

async function gpuModel(stored: Stored): Promise<[LanguageModel, Likeliest]> {
  const { model } = await loadOnGpu(stored, () => undefined);
  return [model, () => Promise.resolve([])];
}

async function score(model: LanguageModel, likeliest: Likeliest, { prompt, then }: Sequence): Promise<Scores> {
  await model.reset();
  let next = 0;
  for (let start = 0; start < prompt.length; start += model.prefillChunk.maxTokens) {
    next = await model.prefill(prompt.slice(start, start + model.prefillChunk.maxTokens));
  }
  const scores: Scores = { top: [], likeliest: [] };
  const count = "say" in then ? then.say : then.read.length;
  for (let index = 0; index < count; index++) {
    scores.top.push(next);
    scores.likeliest.push(await likeliest());
    if (index < count - 1) next = await model.decode("say" in then ? next : (then.read[index] ?? 0));
  }
  return scores;
}
