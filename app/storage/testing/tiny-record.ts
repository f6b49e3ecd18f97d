import type { TensorCache } from "../../core/shards/tensor-cache";
import type { ModelRecord } from "../../core/models/model-record";
import type { ConversionRecord } from "../database";

/** An id that no other test uses: they all share one origin's storage. */
export function newModelId(): string {
  return `test-${crypto.randomUUID()}`;
}

export const shardFile = "params_shard_0.bin";
export const shardBytes = Uint8Array.of(1, 2, 3, 4, 5, 6, 7, 8);

/** The commit record of a model of one shard. */
export function tinyRecord(id: string, convertedAt = 1): ModelRecord {
  return {
    id,
    label: "tiny.gguf",
    variantId: "tiny",
    format: "q4g32",
    quantization: { mode: "plain" },
    shards: [{ file: shardFile, sizeBytes: shardBytes.byteLength, sha256: "00" }],
    sizeBytes: shardBytes.byteLength,
    source: { container: "gguf", files: [{ name: "tiny.gguf", sizeBytes: 8 }], fingerprint: "00" },
    convertedAt,
    durationMs: 1,
    appVersion: "0.0.0",
  };
}

/** The journal of that model, before anything of it is stored. */
export function tinyConversion(id: string): ConversionRecord {
  return { id, label: "tiny.gguf", variantId: "tiny", plan: "00", shards: [], outputBytes: 8, startedAt: 1 };
}

/** The list of the one tensor in that shard. */
export const tinyTensorCache: TensorCache = {
  metadata: { ParamSize: 1, ParamBytes: shardBytes.byteLength, BitsPerParam: 32 },
  records: [
    {
      dataPath: shardFile,
      format: "raw-shard",
      nbytes: shardBytes.byteLength,
      records: [
        { name: "norm", shape: [2], dtype: "float32", format: "raw", nbytes: shardBytes.byteLength, byteOffset: 0 },
      ],
    },
  ],
};
