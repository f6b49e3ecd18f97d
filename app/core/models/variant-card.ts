/** The numbers that decide which compiled library a checkpoint can run on. All counts; `normEps` and `ropeTheta` are exact. */
export interface ModelShape {
  hiddenSize: number;
  intermediateSize: number;
  layers: number;
  heads: number;
  kvHeads: number;
  headDim: number;
  vocabSize: number;
  tiedEmbeddings: boolean;
  normEps: number;
  ropeTheta: number;
}

/** One step of a prompt: a control token by name, fixed text, or the place where the clinical text goes. */
export type PromptSegment = { token: string } | { text: string } | { content: true };

/** A model card of `model-config/variants/`: everything about a model that is not in its weights. */
export interface VariantCard {
  id: string;
  name: string;
  role: "asclepius" | "demo" | "test";
  /** False for models that were not trained on clinical text: the page says so. */
  clinical: boolean;
  architecture: "llama";
  shape: ModelShape;
  /** Longest context, in tokens, that the library supports. */
  contextTokens: number;
  /** Context, in tokens, that is asked for unless the user asks for another. */
  defaultContextTokens: number;
  /** Most tokens that one prefill call takes. */
  prefillChunkTokens: number;
  prompt: { segments: PromptSegment[]; stopTokens: string[] };
  builds: LibraryBuild[];
}

export type LibraryBuild = "f32" | "f16" | "f16-subgroups";
