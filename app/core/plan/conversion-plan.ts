/** Rows of a source tensor that make rows of an output tensor. */
export interface SourceRows {
  /** Hugging Face name of the source tensor. */
  tensor: string;
  /** First row taken; inclusive. */
  startRow: number;
  /** End of the rows taken; exclusive. */
  endRow: number;
  /** Row of the output that `startRow` becomes; the others follow. */
  outputRow: number;
}

/** One tensor of the converted model, and where it lands. */
export interface PlannedTensor {
  /** MLC's name: `model.layers.0.mlp.down_proj.q_weight`. */
  name: string;
  shape: number[];
  dtype: "uint32" | "float32";
  shardIndex: number;
  /** From the start of the shard; a multiple of 4. */
  byteOffset: number;
  byteLength: number;
  sources: SourceRows[];
}

/** Tensors that are made together, from one pass over their sources. */
export type PlannedOutput =
  | {
      kind: "q4g32";
      /** Values in a row: the matrix's inputs; a multiple of 64. */
      columns: number;
      weight: PlannedTensor;
      scale: PlannedTensor;
    }
  | { kind: "float32"; tensor: PlannedTensor };

export interface PlannedShard {
  index: number;
  /** `params_shard_0.bin` */
  file: string;
  byteLength: number;
  /** Bytes of the checkpoint that are read to fill it. */
  sourceBytes: number;
  outputs: PlannedOutput[];
}

/** Everything a conversion will do, as plain data: it can be stored, sent to a worker and compared. */
export interface ConversionPlan {
  variantId: string;
  shards: PlannedShard[];
  /** Bytes of the checkpoint that are read in all. */
  sourceBytes: number;
  /** Bytes of all shards. */
  outputBytes: number;
  /** Output tensors. */
  tensorCount: number;
  /** Weights of the model, as counted before quantization. */
  parameterCount: number;
}

/** The output tensors of a shard, in order of their bytes. */
export function shardTensors(shard: PlannedShard): PlannedTensor[] {
  return shard.outputs.flatMap((output) => (output.kind === "q4g32" ? [output.weight, output.scale] : [output.tensor]));
}
