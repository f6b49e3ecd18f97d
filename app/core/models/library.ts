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
  contextTokens: number;
  prefillChunkTokens: number;
}

export interface LibraryManifest {
  formatVersion: 1;
  libraries: Library[];
}
