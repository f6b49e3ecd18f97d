import type { KnownAnswer } from "../check/known-answer";
import type { QuantizationMode } from "../quantize/quantization-mode";

/** One shard as it was stored. */
export interface ShardRecord {
  file: string;
  sizeBytes: number;
  /** Lower-case hexadecimal. */
  sha256: string;
  /** How far each matrix in it is from its source. Absent for shards that earlier versions of the app stored. */
  matrices?: MatrixFidelity[];
}

export interface MatrixFidelity {
  /** MLC's name, without `.q_weight`. */
  name: string;
  /** Sum over all weights of (stored - source)², to six digits. */
  squaredError: number;
  /** Sum over all weights of source², to six digits. */
  squaredSum: number;
}

/** How weights became 4 bits. */
export interface Quantization {
  mode: QuantizationMode;
  /** Name of the file that said how much each column matters, where one was given. */
  importanceFile?: string;
}

/**
 * The commit record of a converted model, written after everything else is on disk: a model is ready only when it has one.
 */
export interface ModelRecord {
  id: string;
  /** What the user chose: the file's or folder's name. */
  label: string;
  /** Card of `model-config/variants/`. */
  variantId: string;
  format: "q4g32";
  quantization: Quantization;
  shards: ShardRecord[];
  /** Bytes in storage: shards, tokenizer and configuration. */
  sizeBytes: number;
  source: {
    container: "gguf" | "safetensors" | "pytorch";
    files: { name: string; sizeBytes: number }[];
    /** sha-256 over names, sizes and samples of the files: tells whether the same checkpoint was chosen again. */
    fingerprint: string;
  };
  /** What the stored model answered where the source's answer is known. Absent for models of earlier versions of the app. */
  knownAnswer?: KnownAnswer;
  /** Milliseconds since 1970. */
  convertedAt: number;
  /** How long the conversion took. */
  durationMs: number;
  appVersion: string;
}

/**
 * The id of a model: the same checkpoint gives the same, and another for each card and each way of quantizing it.
 * `fingerprint` is that of the source's files, importance included.
 */
export function modelIdOf(variantId: string, fingerprint: string, mode: QuantizationMode): string {
  return `${variantId}-${fingerprint.slice(0, 12)}-${mode}`;
}

/** Bytes of all of some files. */
export function sizeOf(files: readonly { sizeBytes: number }[]): number {
  return files.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);
}

/** The relative error of matrices: the norm of what was lost against the norm of what there was. */
export function relativeError(matrices: readonly MatrixFidelity[]): number {
  const error = matrices.reduce((sum, { squaredError }) => sum + squaredError, 0);
  const total = matrices.reduce((sum, { squaredSum }) => sum + squaredSum, 0);
  return total === 0 ? 0 : Math.sqrt(error / total);
}
