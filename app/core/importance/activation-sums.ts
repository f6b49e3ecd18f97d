import { CheckpointError } from "../errors";

/** What an importance file keeps of one matrix, before any of it is believed. */
export interface ActivationSums {
  /** llama.cpp's name of the matrix: `blk.0.attn_q.weight`. */
  tensor: string;
  /** Sums of the squares of what the columns were multiplied by; [columns]. */
  sums: Float32Array<ArrayBuffer>;
  /** How many squares each sum has, or what else makes means of the sums; 0 where there were none. */
  count: number;
}

/** What to do about a file that may be a model, though it is called like an importance file. */
export const RENAME_MODEL = "Rename it if it is a model, or choose the file that llama.cpp's llama-imatrix wrote.";

export function badImportance(file: string, place: string, problem: string): CheckpointError {
  const advice = "Choose another importance file, or make it again with llama.cpp's llama-imatrix.";
  return new CheckpointError("bad-header", { file, place, problem, advice });
}
