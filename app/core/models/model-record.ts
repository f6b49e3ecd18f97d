/** One shard as it was stored. */
export interface ShardRecord {
  file: string;
  sizeBytes: number;
  /** Lower-case hexadecimal. */
  sha256: string;
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
  shards: ShardRecord[];
  /** Bytes in storage: shards, tokenizer and configuration. */
  sizeBytes: number;
  source: {
    container: "gguf" | "safetensors" | "pytorch";
    files: { name: string; sizeBytes: number }[];
    /** sha-256 over names, sizes and samples of the files: tells whether the same checkpoint was chosen again. */
    fingerprint: string;
  };
  /** Milliseconds since 1970. */
  convertedAt: number;
  /** How long the conversion took. */
  durationMs: number;
  appVersion: string;
}
