import type { ConversionProgress } from "../../core/conversion/run-conversion";
import type { ModelRecord } from "../../core/models/model-record";
import type { QuantizationMode } from "../../core/quantize/quantization-mode";

/** The files of one checkpoint, as the user chose them. */
export interface ChosenCheckpoint {
  files: File[];
  /** Whether the page made the files of what it had in memory; files that a user chose are on disk. */
  areInMemory?: boolean;
  /** The folder's name, where a folder was chosen. */
  folder?: string;
}

/** What the page learns of a checkpoint before anything is converted. */
export interface CheckpointSummary {
  label: string;
  container: "gguf" | "safetensors" | "pytorch";
  /** What {@link modelIdOf} needs beside a card and a mode. */
  fingerprint: string;
  /** The card that fits, and all that can be chosen in its place, itself included. */
  variantId: string;
  variantIds: string[];
  /** Name of the file that says how much each column matters, where one was chosen. */
  importanceFile?: string;
  /** Bytes that will be read. */
  sourceBytes: number;
  /** Bytes that the converted model takes in storage. */
  outputBytes: number;
  /** Tensors that will be read. */
  tensors: number;
}

interface ConversionRequest extends ChosenCheckpoint {
  mode: QuantizationMode;
  /** The card to convert for, in place of the one recognised. */
  variantId?: string;
  /** Where shards end, in place of the format's usual size. */
  shardBytes?: number;
}

/** What the page learns of a converted model before it is stored. */
export interface BundleSummary {
  modelId: string;
  label: string;
  variantId: string;
  sizeBytes: number;
}

export interface ImportProgress {
  /** Shards that an earlier attempt stored are verified first. */
  phase: "verifying" | "importing";
  bytesDone: number;
  bytesTotal: number;
}

export interface ConvertProtocol {
  /** What the files are where they are a converted model's; undefined for a checkpoint. Reads no weights. */
  inspectBundle: { input: ChosenCheckpoint; result: BundleSummary | undefined; event: never };
  /** Stores a converted model; resolves when it is ready. The same call goes on where one was cut off. */
  importBundle: { input: ChosenCheckpoint; result: ModelRecord; event: ImportProgress };
  /** Reads headers only. */
  inspect: { input: ChosenCheckpoint; result: CheckpointSummary; event: never };
  /**
   * Converts, stores and checks; resolves when the model is ready. What is stored by then outlives an abort, a crash and a full
   * disk, and the same call goes on from there.
   */
  convert: { input: ConversionRequest; result: ModelRecord; event: ConversionProgress };
}
