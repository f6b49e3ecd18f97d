import type { ByteSource } from "../byte-source";
import type { ModelShape } from "../models/variant-card";

/** Element types that a tensor may have in a checkpoint. The names are GGUF's; safetensors and PyTorch weights have the first three. */
export type SourceDtype =
  "F32" | "F16" | "BF16" | "Q8_0" | "Q4_0" | "Q4_1" | "Q5_0" | "Q5_1" | "Q2_K" | "Q3_K" | "Q4_K" | "Q5_K" | "Q6_K";

/** One tensor of a checkpoint: where its bytes are, not the bytes. */
export interface SourceTensor {
  /** Hugging Face name, whatever the container calls it: `model.layers.0.self_attn.q_proj.weight`. */
  name: string;
  /** Row-major; a matrix is [rows, columns] = [out, in]. */
  shape: number[];
  dtype: SourceDtype;
  /** Name of the file that holds it, for messages. */
  file: string;
  bytes: ByteSource;
  /** Offset of the first byte within `bytes`. */
  byteOffset: number;
  byteLength: number;
  /**
   * Set where rows are stored with rotary pairs interleaved, as llama.cpp does for q and k: within each head of `headDim`
   * rows, stored row 2i + j is Hugging Face row i + j * headDim / 2.
   */
  interleavedHeadDim?: number;
}

/** A tokenizer as found in the checkpoint, already as the text of a Hugging Face `tokenizer.json`. */
interface SourceTokenizer {
  json: string;
  /** Name of the file it came from. */
  file: string;
}

/** A checkpoint that has been opened: header, tensor table and tokenizer are read and checked, weights are not read yet. */
export interface Checkpoint {
  container: "gguf" | "safetensors" | "pytorch";
  /** What to call it: the file's or folder's name. */
  label: string;
  shape: ModelShape;
  /** By Hugging Face name. */
  tensors: ReadonlyMap<string, SourceTensor>;
  tokenizer: SourceTokenizer;
  /** All files it was read from. */
  files: readonly { name: string; sizeBytes: number }[];
}
