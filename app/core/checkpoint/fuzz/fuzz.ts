/** What .tasks/fuzz.mjs bundles, with the readers, into one instrumented file. */
export { coveredPlaces } from "./coverage";
export { Fuzzer } from "./fuzzer";
export { MAX_INPUT_BYTES } from "./mutate-input";
export { FUZZ_TARGETS } from "./targets";
