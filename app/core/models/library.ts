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
  /** Lowest values of WebGPU limits that it runs with. */
  requiredLimits: Record<string, number>;
  /** sha-256 of everything it was compiled from; model-config/check-libs.mjs holds it against the sources. */
  inputsSha256: string;
  contextTokens: number;
  /** Bytes of all weights on the device. */
  parameterBytes: number;
  /** Bytes that each token of context takes in the KV cache. */
  kvBytesPerToken: number;
  prefillChunkTokens: number;
}

export interface LibraryManifest {
  formatVersion: 1;
  libraries: Library[];
}
