import { arraySource } from "../../byte-source";
import { openCheckpoint } from "../../checkpoint/open-checkpoint";
import { cardOf } from "../../checkpoint/testing/shapes";
import { tinyFolder } from "../../checkpoint/testing/tiny-model";
import type { Checkpoint } from "../../checkpoint/types";
import type { ModelShape, VariantCard } from "../../models/variant-card";
import { planConversion } from "../../plan/plan-conversion";
import { fillShard } from "../../shards/fill-shard";
import { parseTokenizerJson } from "../../tokenizer/check-tokenizer-json";
import { type TensorCache, tensorCacheJson } from "../../shards/tensor-cache";
import { type GgufPlan, planGguf } from "../plan-gguf";
import { writeGgufShard } from "../write-gguf";

/** What a conversion leaves in storage. */
export interface ConvertedModel {
  card: VariantCard;
  cache: TensorCache;
  tokenizerJson: string;
  /** Bytes of each shard of the cache. */
  shards: Uint8Array[];
}

/** The tests' own model of this shape, converted. */
export async function convertTiny(shape: ModelShape): Promise<ConvertedModel> {
  return convert(await openCheckpoint(tinyFolder(shape)), cardOf(shape));
}

export async function convert(checkpoint: Checkpoint, card: VariantCard): Promise<ConvertedModel> {
  const plan = planConversion(checkpoint, card);
  const shards = await Promise.all(plan.shards.map(({ index }) => fillShard(plan, index, checkpoint)));
  return { card, cache: tensorCacheJson(plan), tokenizerJson: checkpoint.tokenizer.json, shards };
}

/** The whole GGUF file of a converted model, and its plan. */
export function assembleGguf(model: ConvertedModel): { plan: GgufPlan; file: Uint8Array<ArrayBuffer> } {
  const plan = planGguf(model.card, model.cache, parseTokenizerJson(model.tokenizerJson, "tokenizer.json"));
  const file = new Uint8Array(plan.byteLength);
  file.set(plan.head);
  plan.shards.forEach((shard, i) => writeGgufShard(shard, model.shards[i] ?? new Uint8Array(0), file));
  return { plan, file };
}

export function openGgufBytes(file: Uint8Array): Promise<Checkpoint> {
  return openCheckpoint([{ name: "assembled.gguf", bytes: arraySource(file) }]);
}
