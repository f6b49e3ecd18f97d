import { fileURLToPath } from "node:url";

const fromRoot = (path: string) => fileURLToPath(new URL(`../${path}`, import.meta.url));

export const root = fromRoot(".");
export const modelConfig = fromRoot("model-config");
export const python = fromRoot("model-config/.venv/bin/python");
/** The tiny checkpoint in every container; made anew for each run by global-setup.ts. */
export const tinyCheckpoint = fromRoot(".cache/e2e/tiny");
/** Checkpoints of the shapes in model-config/reference/shapes, and the libraries compiled for them. */
export const shapeCheckpoints = fromRoot(".cache/e2e/shapes");
export const shapeLibs = fromRoot(".cache/e2e/shape-libs");
/** One model in every form of a checkpoint, and converted. */
export const roundTrip = fromRoot(".cache/e2e/round-trip");
export const demoWeights = fromRoot("public/demo/SmolLM2-135M-Instruct.Q4_1.gguf");
/** The demo model as `npm run convert` converts it. */
export const demoConverted = fromRoot(".cache/e2e/demo-converted");
/** The browsers' network logs of this run. */
export const netLogs = fromRoot(".cache/e2e/net-logs");
export const quantizerWasm = fromRoot("app/core/quantize/quantizer.wasm");
export const committedLibs = fromRoot("public/model-libs");
export const dist = fromRoot("dist");
/** A copy of the built site with the library that this run compiled. */
export const rebuiltDist = fromRoot(".cache/e2e/dist-rebuilt");
export const rebuiltLibs = fromRoot(".cache/rebuilt-libs");
/** What `npm run bench` measured last. */
export const benchResults = fromRoot(".cache/bench");
/** What the README shows; taken by `npm run bench -- pictures`. */
export const pictures = fromRoot(".pictures");
/** Synthetic notes of ours. */
export const notes = fromRoot("public/notes");
export const wllamaPackage = fromRoot("node_modules/@wllama/wllama");
