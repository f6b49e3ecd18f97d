import { describe, expect, it } from "vitest";
import { cardOf, SMALL_SHAPE } from "../checkpoint/testing/shapes";
import { DeviceError } from "../errors";
import { ggufWeightBytes } from "../gguf/gguf-tensors";
import { assertFitsCpu, whyTooLargeForCpu } from "./cpu";
import { familyCard, llama7b } from "./testing/family";
import { variants } from "./variants";

const smallCards = variants.filter(({ role }) => role !== "asclepius");

describe("whyTooLargeForCpu", () => {
  it.each([
    ["asclepius-7b", "3.8 GB"],
    ["asclepius-13b", "7.3 GB"],
    ["asclepius-llama3-8b", "4.5 GB"],
    ["asclepius-mistral-7b-v0.3", "4.1 GB"],
  ])("refuses %s, with its size, the limit and what to do", (id, size) => {
    const card = familyCard(id);
    const why =
      `${card.name} is too large for the CPU: its weights take ${size}, and the CPU engine holds models of up to 2.1 GB. ` +
      "Use a device with a GPU, or a smaller model.";
    expect(whyTooLargeForCpu(card, card.defaultContextTokens)).toBe(why);
    // No context is short enough.
    expect(whyTooLargeForCpu(card, 1)).toBe(why);
  });

  it.each(smallCards.map((card) => [card.name, card] as const))("takes %s, with its longest context", (_, card) => {
    expect(whyTooLargeForCpu(card, card.defaultContextTokens)).toBeUndefined();
    expect(whyTooLargeForCpu(card, card.contextTokens)).toBeUndefined();
  });

  it("takes weights up to the longest file that can be read, and no row more", () => {
    const wide = { ...SMALL_SHAPE, hiddenSize: 4096, tiedEmbeddings: true };
    // A row of 4096 values: 128 blocks of 18 bytes, which end on the alignment.
    const rowBytes = 128 * 18;
    const room = 2 ** 31 - 1 - ggufWeightBytes({ ...wide, vocabSize: 1 });
    const vocabSize = 1 + Math.floor(room / rowBytes);
    expect(whyTooLargeForCpu(cardOf({ ...wide, vocabSize }), 2048)).toBeUndefined();
    expect(whyTooLargeForCpu(cardOf({ ...wide, vocabSize: vocabSize + 1 }), 2048)).toContain("too large for the CPU");
  });

  it("takes a context up to what 32-bit addresses leave beside weights and engine, and no token more", () => {
    // Keys and values of two layers: two heads of 32 32-bit floats each.
    const tokenBytes = 2 * 2 * 2 * 32 * 4;
    const room = 2 ** 32 - 2 ** 28 - ggufWeightBytes(SMALL_SHAPE);
    const contextTokens = Math.floor(room / tokenBytes);
    expect(whyTooLargeForCpu(cardOf(SMALL_SHAPE), contextTokens)).toBeUndefined();
    expect(whyTooLargeForCpu(cardOf(SMALL_SHAPE), contextTokens + 1)).toBe(
      "Small test Llama is too large for the CPU: with its context it takes 4.3 GB, and the CPU engine has 4.3 GB. " +
        "Use a device with a GPU, or a smaller model.",
    );
  });
});

describe("assertFitsCpu", () => {
  it("throws the same words as a DeviceError, and nothing for a model that fits", () => {
    const refuse = (): void => assertFitsCpu(llama7b, 2048);
    expect(refuse).toThrow(DeviceError);
    expect(refuse).toThrow(
      expect.objectContaining({
        code: "unsupported",
        retryable: false,
        message: whyTooLargeForCpu(llama7b, 2048),
      }) as Error,
    );
    for (const card of smallCards) expect(() => assertFitsCpu(card, card.defaultContextTokens)).not.toThrow();
  });
});
