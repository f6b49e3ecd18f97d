import type { VariantCard } from "../models/variant-card";
import type { TensorCache } from "../shards/tensor-cache";
import { ggufMetadata } from "./gguf-metadata";
import { type GgufTensor, ggufTensors, ggufWeightBytes } from "./gguf-tensors";
import { writeGgufHead } from "./gguf-writer";
import { storedTensors, type StoredTensors } from "./stored-tensors";

/** A GGUF file to be put together from the shards of a converted model, as plain data but for its head. */
export interface GgufPlan {
  /** Everything before the weights: magic, metadata, tensor list, padding to the alignment. */
  head: Uint8Array<ArrayBuffer>;
  /** Bytes of the whole file. */
  byteLength: number;
  /** One a shard of the tensor cache, in its order. */
  shards: GgufShard[];
}

/** What of the file one shard fills. */
export interface GgufShard {
  /** `params_shard_0.bin` */
  file: string;
  /** Bytes of the shard. */
  byteLength: number;
  parts: GgufPart[];
}

/** One tensor of the file. Offsets are in bytes: `fileOffset` from the start of the file, the others from the shard's. */
export type GgufPart =
  | { kind: "float32"; tensor: string; byteOffset: number; byteLength: number; fileOffset: number }
  | {
      kind: "q4g32";
      tensor: string;
      /** Values in a row; a multiple of 64. */
      columns: number;
      /** Rows of the shard's matrix that make the tensor: `startRow` inclusive, `endRow` exclusive. */
      startRow: number;
      endRow: number;
      weightOffset: number;
      scaleOffset: number;
      fileOffset: number;
      /** Set for q and k: rows of a head, within which llama.cpp interleaves rotary pairs. */
      interleavedHeadDim?: number;
    };

/**
 * Plans the GGUF file (version 3, matrices in Q4_0) of a converted model: `cache` lists its shards. Reads no weights. Throws
 * StorageError "lost" for a tensor that the cache lacks or has in another shape.
 */
export function planGguf(card: VariantCard, cache: TensorCache): GgufPlan {
  const tensors = ggufTensors(card.shape);
  const head = writeGgufHead(ggufMetadata(card), tensors);
  const shards: GgufShard[] = cache.records.map(({ dataPath, nbytes }) => {
    return { file: dataPath, byteLength: nbytes, parts: [] };
  });
  const stored = storedTensors(cache, card.name);
  for (const tensor of tensors) {
    const { shardIndex, part } = placePart(tensor, head.byteLength + tensor.byteOffset, stored);
    shards[shardIndex]?.parts.push(part);
  }
  return { head, byteLength: head.byteLength + ggufWeightBytes(card.shape), shards };
}

function placePart(
  { name: tensor, output, byteLength, startRow, endRow, interleavedHeadDim }: GgufTensor,
  fileOffset: number,
  stored: StoredTensors,
): { shardIndex: number; part: GgufPart } {
  if (output.kind === "float32") {
    const { shardIndex, byteOffset } = stored.vector(output);
    return { shardIndex, part: { kind: "float32", tensor, byteOffset, byteLength, fileOffset } };
  }
  const { shardIndex, ...offsets } = stored.matrix(output);
  const part = { kind: "q4g32", tensor, columns: output.columns, startRow, endRow, ...offsets, fileOffset } as const;
  return { shardIndex, part: interleavedHeadDim === undefined ? part : { ...part, interleavedHeadDim } };
}
