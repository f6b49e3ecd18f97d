/** How far a model is on its way into memory. */
export interface LoadProgress {
  /** "weights" are copied, "shaders" compiled for a GPU, "context" memory set up for what will be read. */
  phase: "weights" | "shaders" | "context";
  /** 0 to 1 within the phase. */
  fraction: number;
}
