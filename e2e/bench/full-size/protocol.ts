import type { Library } from "../../../app/core/models/library";
import type { VariantCard } from "../../../app/core/models/variant-card";

/** Shards that the development server serves from a folder, and what is to run them. */
export interface ServedShards {
  /** Path on the server. */
  folder: string;
  card: VariantCard;
  library: Library;
  contextTokens: number;
}

export interface Stored {
  bytes: number;
  seconds: number;
}

/** What came of one call of the library. */
export interface Step {
  seconds: number;
  /** One a token of the vocabulary. */
  logits: number[];
  token: number;
}

interface Read {
  loadSeconds: number;
  prefill: Step;
  decode: Step[];
}

export interface FullSizeProtocol {
  store: { input: ServedShards; result: Stored; event: never };
  /** Reads the prompt at once, then each token that the library made of it. */
  read: { input: { shards: ServedShards; prompt: number[]; decodedTokens: number }; result: Read; event: never };
}
