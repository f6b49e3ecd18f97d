import type { Library } from "../../app/core/models/library";
import type { VariantCard } from "../../app/core/models/variant-card";

/** A Hugging Face folder that the development server serves, and the library that is to run it. */
export interface ServedModel {
  /** Path on the server. */
  folder: string;
  card: VariantCard;
  library: Library;
}

/** Ids in the pieces in which they are given to `prefill`, and those given to `decode` after them. */
interface Reading {
  prefill: number[][];
  decode: number[];
}

/** What came out of each call: the logits, [calls][vocabulary], and the token that the library made of them. */
export interface Read {
  logits: number[][];
  tokens: number[];
}

export interface Sampling {
  temperature: number;
  topP: number;
  seed: number;
}

export interface NumericsProtocol {
  read: { input: { model: ServedModel; readings: Reading[] }; result: Read[]; event: never };
  /** Draws tokens from the same logits, one a token of the vocabulary. */
  draw: {
    input: { model: ServedModel; sampling: Sampling; logits: number[]; count: number };
    result: number[];
    event: never;
  };
}
