import type { ModelRecord } from "../../core/models/model-record";

/** The files of one checkpoint, as the user chose them. */
export interface ChosenCheckpoint {
  files: File[];
  /** The folder's name, where a folder was chosen. */
  folder?: string;
}

/** What the page learns of a checkpoint before anything is converted. */
export interface CheckpointSummary {
  /** The id that the model has or will have: the same checkpoint always gets the same. */
  modelId: string;
  label: string;
  container: "gguf" | "safetensors" | "pytorch";
  variantId: string;
  /** Bytes that will be read. */
  sourceBytes: number;
  /** Bytes that the converted model takes in storage. */
  outputBytes: number;
  /** Tensors that will be read. */
  tensors: number;
}

export interface ConvertProgress {
  /** Bytes of the checkpoint read so far. */
  bytesDone: number;
  bytesTotal: number;
  tensorsDone: number;
  tensorsTotal: number;
}

export interface ConvertProtocol {
  /** Reads headers only. */
  inspect: { input: ChosenCheckpoint; result: CheckpointSummary; event: never };
  /** Converts and stores; resolves when the model is ready. Aborting leaves nothing behind. */
  convert: { input: ChosenCheckpoint; result: ModelRecord; event: ConvertProgress };
}
