import type { ModelRecord } from "../../core/models/model-record";

/** What the page learns of a checkpoint before anything is converted. */
export interface CheckpointSummary {
  /** The id that the model has or will have: the same checkpoint always gets the same. */
  modelId: string;
  label: string;
  container: "gguf" | "safetensors";
  variantId: string;
  /** Bytes that will be read. */
  sourceBytes: number;
  /** Bytes that the converted model takes in storage. */
  outputBytes: number;
  tensors: number;
}

export interface ConvertProgress {
  /** Bytes of the checkpoint read so far, of `sourceBytes`. */
  bytesDone: number;
  bytesTotal: number;
  tensorsDone: number;
  tensorsTotal: number;
}

export interface ConvertProtocol {
  /** Reads headers only. */
  inspect: { input: { files: File[] }; result: CheckpointSummary; event: never };
  /** Converts and stores; resolves when the model is ready. Aborting leaves nothing behind. */
  convert: { input: { files: File[] }; result: ModelRecord; event: ConvertProgress };
}
