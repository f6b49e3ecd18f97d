import type { LibraryBuild } from "./variant-card";

/** Where a model computes: on the graphics adapter with web-llm, or on the processor with llama.cpp. */
export type EngineKind = "gpu" | "cpu";

/** What a model in memory runs on. */
export type RunningEngine = { kind: "gpu"; build: LibraryBuild } | { kind: "cpu"; threads: number };
