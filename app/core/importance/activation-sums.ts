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

export function badImportance(file: string, place: string, problem: string): CheckpointError {
  const advice = "Choose another importance file, or make it again with llama.cpp's llama-imatrix.";
  return new CheckpointError("bad-header", { file, place, problem, advice });
}
