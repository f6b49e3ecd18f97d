import { type ConversionPlan, shardTensors } from "../plan/conversion-plan";

/** `tensor-cache.json` as web-llm 0.2.86 reads it (fetchTensorCache, loadTensorCacheRecordData). */
export interface TensorCache {
  metadata: { ParamSize: number; ParamBytes: number; BitsPerParam: number };
  records: TensorCacheShard[];
}

interface TensorCacheShard {
  dataPath: string;
  format: "raw-shard";
  nbytes: number;
  records: TensorCacheRecord[];
}

interface TensorCacheRecord {
  name: string;
  shape: number[];
  dtype: "uint32" | "float32";
  format: "raw";
  nbytes: number;
  byteOffset: number;
}

/** The list of shards and tensors of a planned model, in the form of its IndexedDB store. ParamSize counts tensors. */
export function tensorCacheJson(plan: ConversionPlan): TensorCache {
  return {
    metadata: {
      ParamSize: plan.tensorCount,
      ParamBytes: plan.outputBytes,
      BitsPerParam: (plan.outputBytes * 8) / plan.parameterCount,
    },
    records: plan.shards.map((shard) => ({
      dataPath: shard.file,
      format: "raw-shard",
      nbytes: shard.byteLength,
      records: shardTensors(shard).map(({ name, shape, dtype, byteLength, byteOffset }) => ({
        name,
        shape,
        dtype,
        format: "raw",
        nbytes: byteLength,
        byteOffset,
      })),
    })),
  };
}
