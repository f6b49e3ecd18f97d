import { arraySource } from "../byte-source";
import type { Checkpoint, SourceTensor } from "../checkpoint/types";
import type { VariantCard } from "../models/variant-card";
import { llamaOutputs } from "../plan/llama-outputs";
import { planConversion } from "../plan/plan-conversion";
import { type TensorCache, tensorCacheJson } from "../shards/tensor-cache";

/** The tensors and shards that a model of this card has, whatever it was converted from. */
export function modelLayout(card: VariantCard): TensorCache {
  return tensorCacheJson(planConversion(hollowCheckpoint(card), card));
}

/** A checkpoint of the right shape without weights: a plan reads none. */
function hollowCheckpoint({ shape, name: label }: VariantCard): Checkpoint {
  const bytes = arraySource(new Uint8Array(0));
  const tensors = new Map<string, SourceTensor>();
  for (const { kind, columns, sources } of llamaOutputs(shape)) {
    for (const { tensor: name, tensorRows } of sources) {
      const size = kind === "float32" ? [columns] : [tensorRows, columns];
      tensors.set(name, { name, shape: size, dtype: "F32", file: label, bytes, byteOffset: 0, byteLength: 0 });
    }
  }
  return { container: "safetensors", label, shape, tensors, tokenizer: { json: "", file: label }, files: [] };
}
