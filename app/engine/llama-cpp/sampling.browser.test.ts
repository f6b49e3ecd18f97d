import { describe } from "vitest";
import { convertTiny } from "../../core/gguf/testing/converted-model";
import { SMALL_SHAPE } from "../../core/checkpoint/testing/shapes";
import { itSamples } from "../testing/it-samples";
import { loadConverted } from "./testing/load-converted";

describe("a model in llama.cpp, with sampling", () => {
  itSamples(async () => await loadConverted(await convertTiny({ ...SMALL_SHAPE, vocabSize: 320 })));
});
