import type { LibraryBuild } from "./variant-card";

/** An entry of `public/model-libs/manifest.json`: a compiled library and what it asks of a device. */
export interface Library {
  variant: string;
  build: LibraryBuild;
  /** File name under `model-libs/`. */
  file: string;
  sizeBytes: number;
  /** Lower-case hexadecimal, of the file. */
  sha256: string;
  requiredFeatures: string[];
  /** Lowest values of WebGPU limits that it runs with, whatever the context: the KV cache comes on top. */
  requiredLimits: Record<string, number>;
  /** sha-256 of everything it was compiled from; model-config/check-libs.mjs holds it against the sources. */
  inputsSha256: string;
  /** Longest context. */
  contextTokens: number;
  /** Bytes of all weights on the device. */
  parameterBytes: number;
  /** Bytes that each token of context takes in a layer's part of the KV cache, which is one buffer. */
  kvLayerBytesPerToken: number;
  /** Tokens to a page of the KV cache, which is made of whole pages, and one more than the context fills. */
  kvPageTokens: number;
  prefillChunkTokens: number;
}

export interface LibraryManifest {
  formatVersion: 1;
  libraries: Library[];
}
