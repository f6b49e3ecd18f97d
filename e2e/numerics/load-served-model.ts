import { openCheckpoint } from "../../app/core/checkpoint/open-checkpoint";
import { planConversion } from "../../app/core/plan/plan-conversion";
import { chatConfigJson } from "../../app/core/shards/chat-config";
import { fillShard } from "../../app/core/shards/fill-shard";
import { tensorCacheJson } from "../../app/core/shards/tensor-cache";
import type { LanguageModel } from "../../app/engine/language-model";
import { loadWebLlm } from "../../app/engine/web-llm/load-webllm";
import { storeModelFiles } from "../../app/storage/store-model-files";
import { fileUrl, modelUrl, putRecord } from "../../app/storage/webllm-store";
import { streamedSource } from "../../app/workers/convert/streamed-source";
import { startPackWorkers } from "../../app/workers/pack/client";
import { fetchServed } from "../in-page/fetch-served";
import type { Sampling, ServedModel } from "./protocol";

const files = ["config.json", "tokenizer.json", "model.safetensors"];

/** Converts a served checkpoint with the app's own code and loads it with the library given, not with the app's choice. */
export async function loadServedModel(
  { folder, card, library }: ServedModel,
  { temperature, topP, seed }: Sampling,
  processLogits: (logits: Float32Array) => Float32Array,
): Promise<LanguageModel> {
  const named = files.map(async (name) => {
    const served = await fetchServed(`${folder}/${name}`);
    return { name, bytes: streamedSource(await served.blob()) };
  });
  const checkpoint = await openCheckpoint(await Promise.all(named));
  const plan = planConversion(checkpoint, card);
  const { contextTokens } = card;
  const url = modelUrl(card.id);
  await storeModelFiles(url, {
    tokenizerJson: checkpoint.tokenizer.json,
    chatConfig: { ...chatConfigJson(card, { contextTokens }), temperature, top_p: topP },
    tensorCache: tensorCacheJson(plan),
  });
  const packer = startPackWorkers();
  for (const { index, file } of plan.shards) {
    const { bytes } = await fillShard(plan, index, checkpoint, { packer, mode: "plain" });
    await putRecord("webllm/model", fileUrl(url, file), bytes.buffer);
  }
  packer.end(new Error("The model is converted."));
  // web-llm 0.2.86 seeds its random numbers with the time at which a model is loaded.
  const { now } = Date;
  Date.now = () => seed;
  try {
    return await loadWebLlm(
      { modelId: card.id, modelUrl: url, shards: new Map(), library, contextTokens, processLogits },
      () => undefined,
    );
  } finally {
    Date.now = now;
  }
}
