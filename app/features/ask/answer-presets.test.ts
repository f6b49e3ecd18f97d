import { describe, expect, it } from "vitest";
import { describeSettings, greedySettings, presetOf, presets, samplingOf, type AnswerSettings } from "./answer-presets";

const drawn: AnswerSettings = {
  temperature: 0.7,
  topP: 0.9,
  repetitionPenalty: 1.1,
  seed: 3,
  maxNewTokens: 200,
  promptForm: "published",
};

describe("presets", () => {
  it("are known by their values, and greedy comes first", () => {
    expect(presets[0]?.id).toBe("greedy");
    expect(presetOf(greedySettings)).toBe("greedy");
    for (const { id, sets } of presets) expect(presetOf({ ...drawn, ...sets })).toBe(id);
    expect(presetOf(drawn)).toBeUndefined();
  });

  it("do not concern the seed, and greedy not the length", () => {
    const authors = presets.find(({ id }) => id === "authors")?.sets;
    expect(presetOf({ ...greedySettings, seed: 9, maxNewTokens: 50 })).toBe("greedy");
    expect(presetOf({ ...greedySettings, ...authors, seed: 9 })).toBe("authors");
    expect(presetOf({ ...greedySettings, ...authors, maxNewTokens: 399 })).toBeUndefined();
    expect({ ...drawn, ...authors }).toEqual({
      temperature: 1,
      topP: 1,
      repetitionPenalty: 1,
      seed: 3,
      maxNewTokens: 400,
      promptForm: "published",
    });
  });
});

describe("samplingOf", () => {
  it("asks the engine for nothing where it is greedy by itself", () => {
    expect(samplingOf(greedySettings)).toEqual({});
    expect(samplingOf({ ...greedySettings, topP: 0.5, seed: 4 })).toEqual({});
    expect(samplingOf({ ...greedySettings, repetitionPenalty: 1.2 }).sampling?.repetitionPenalty).toBe(1.2);
    const { maxNewTokens, promptForm, ...sampling } = drawn;
    expect(samplingOf({ ...sampling, maxNewTokens, promptForm })).toEqual({ sampling });
  });
});

describe("describeSettings", () => {
  it.each([
    [greedySettings, "greedy, at most 400 tokens"],
    [{ ...greedySettings, topP: 0.5, seed: 4, repetitionPenalty: 1.2 }, "greedy, penalty 1.2, at most 400 tokens"],
    [{ ...drawn, topP: 1, repetitionPenalty: 1 }, "temperature 0.7, seed 3, at most 200 tokens"],
    [drawn, "temperature 0.7, top-p 0.9, penalty 1.1, seed 3, at most 200 tokens"],
  ])("tells what has an effect", (settings, words) => {
    expect(describeSettings(settings)).toBe(words);
  });
});
