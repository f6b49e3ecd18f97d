import { describe, expect, it } from "vitest";
import { arraySource } from "../byte-source";
import { base64Floats } from "../checkpoint/testing/base64";
import { tinyFolder, tinyGguf } from "../checkpoint/testing/tiny-model";
import { testPacker } from "../quantize/testing/test-packer";
import golden from "./golden/logits.json";
import { promptOf } from "./known-answer";
import { pairedLogits } from "./paired-logits";
import { pairedWeights } from "./paired-weights";
import { convertForCheck } from "./testing/checked-conversion";
import { livelyCheckpoint } from "./testing/lively-checkpoint";

describe("pairedLogits", () => {
  it.each(golden.cases)("agrees with the numpy reference on the source's weights: $name", async (model) => {
    const { shape, tokens, logits } = model;
    expect(promptOf(shape.vocabSize)).toEqual(tokens);
    const packer = await testPacker();
    const reference = base64Floats(logits);
    const scale = Math.max(...reference.map(Math.abs));
    const gguf = [{ name: "tiny.gguf", bytes: arraySource(tinyGguf(shape)) }];
    for (const files of [tinyFolder(shape), gguf]) {
      const checkpoint = await livelyCheckpoint(files);
      const { plan, readStored } = await convertForCheck(checkpoint);
      const weights = pairedWeights({ checkpoint, plan, packer, readStored }, () => undefined);
      const { source } = await pairedLogits(shape, tokens, weights);
      expect(source).toHaveLength(reference.length);
      const worst = source.reduce((most, value, i) => Math.max(most, Math.abs(value - (reference[i] ?? NaN))), 0);
      expect(worst / scale).toBeLessThan(1e-5);
    }
  });
});
