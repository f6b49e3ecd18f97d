import type { EngineKind } from "../../app/core/models/engine";

/** Ids that a model reads, and what it is then to do: say so many, or have these put in its mouth one by one. */
export interface Sequence {
  prompt: number[];
  then: { say: number } | { read: number[] };
}

/** What an engine made of a sequence: one entry an id that it said or was given, made before that id was read. */
export interface Scores {
  /** The id that the engine would say. */
  top: number[];
  /** The likeliest ids, best first, with the natural logarithms of their probabilities; empty on the GPU, which keeps them. */
  likeliest: { id: number; logProbability: number }[][];
}

interface ScoreInput {
  modelId: string;
  on: EngineKind;
  sequences: Sequence[];
}

export interface ScoreProtocol {
  score: { input: ScoreInput; result: Scores[]; event: { sequencesDone: number } };
}
