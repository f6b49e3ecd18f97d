import { basename, join } from "node:path";
import type { Library } from "../../../app/core/models/library";
import { compileShape, shapeCard, shapeCardFile, shapes } from "../../numerics/make-shapes";
import { benchResults, shapeLibs } from "../../paths";
import { makeShards } from "../full-size/make-shards";

/** A library of a small model that is to be held against the reference. */
export interface NumericsCase {
  /** As in `llama3-f16`. */
  name: string;
  library: Library;
  libraryPath: string;
  contextTokens: number;
  /** Holds the shards of the weights. */
  folder: string;
  prompt: number[];
  /** What the reference says after the prompt, and the logits that it chose each id from. */
  said: number[];
  logits: number[][];
}

/** The kernels for GPUs. */
const builds = ["f16", "f16-subgroups", "f32-workgroup", "f32-subgroups"];
const promptTokens = 100;
const decodedTokens = 64;

/** Compiles the small models with the kernels for GPUs, gives them random weights, and reads those with the float64 reference. */
export function prepareNumerics(): NumericsCase[] {
  return shapes.flatMap((shape) => {
    const card = shapeCard(shape);
    const folder = join(benchResults, "numerics", shape);
    const prompt = Array.from({ length: promptTokens }, (_, i) => (i * i * 7 + i * 31 + 5) % card.shape.vocabSize);
    const reference = makeShards(shapeCardFile(shape), folder, prompt, 1 + decodedTokens);
    return builds.map((build) => {
      const library = compileShape(card, build);
      return {
        name: `${shape}-${build}`,
        library,
        libraryPath: join(shapeLibs, basename(library.file)),
        contextTokens: card.contextTokens,
        folder,
        prompt,
        said: reference.tokens,
        logits: reference.logits,
      };
    });
  });
}
