import { describe, expect, it } from "vitest";
import { problemIn } from "../checkpoint/testing/expect-problem";
import { cardOf, SMALL_SHAPE, SMALLEST_SHAPE } from "../checkpoint/testing/shapes";
import { matchVariant } from "./match-variant";

const cards = [cardOf(SMALLEST_SHAPE), cardOf(SMALL_SHAPE)];

describe("matchVariant", () => {
  it("finds the card of a shape whose epsilon and theta were kept in float32", () => {
    const found = { ...SMALL_SHAPE, normEps: Math.fround(1e-5), ropeTheta: Math.fround(10000) };
    expect(matchVariant(found, cards)).toEqual({ recognised: cards[1], candidates: [cards[1]] });
  });

  it("names those in whose place another can be chosen: their tensors have the same shapes", () => {
    const sibling = { ...cardOf({ ...SMALL_SHAPE, normEps: 1e-6 }), id: "sibling" };
    const { recognised, candidates } = matchVariant(SMALL_SHAPE, [sibling, ...cards]);
    expect(recognised).toBe(cards[1]);
    expect(candidates).toEqual([sibling, cards[1]]);
  });

  it.each([
    { layers: 3 },
    { kvHeads: 4 },
    { vocabSize: 301 },
    { tiedEmbeddings: true },
    { normEps: 1e-6 },
    { normEps: 1.0001e-5 },
    { ropeTheta: 10001 },
  ])("has no card for %j, and says what was found and what is supported", async (change) => {
    const problem = await problemIn(() => matchVariant({ ...SMALL_SHAPE, ...change }, cards, "a.gguf"));
    expect(problem).toMatchObject({ code: "no-library", file: "a.gguf" });
    expect(problem.message).toContain("hidden size 128");
    expect(problem.message).toContain("Small test Llama");
  });
});
