import type { PromptForm } from "../../core/prompt/clinical-prompt";
import { isGreedy, type Sampling } from "../../core/sampling/sampling";

/** How an answer is to be found. */
export interface AnswerSettings extends Sampling {
  maxNewTokens: number;
  promptForm: PromptForm;
}

export const maxSeed = 999_999;

export type PresetId = "greedy" | "authors";

interface Preset {
  id: PresetId;
  name: string;
  description: string;
  /** What it sets; the rest stays as it is. */
  sets: Partial<AnswerSettings>;
}

export const presets: readonly Preset[] = [
  {
    id: "greedy",
    name: "Greedy",
    description: "Always the likeliest word: the same question gets the same answer.",
    sets: { temperature: 0, topP: 1, repetitionPenalty: 1 },
  },
  {
    id: "authors",
    name: "As the authors sampled",
    description:
      "Words drawn as likely as the model finds them, at most 400 tokens. The authors kept five beams; here there is one.",
    sets: { temperature: 1, topP: 1, repetitionPenalty: 1, maxNewTokens: 400 },
  },
];

/** 400 tokens are the authors' own limit on an answer. */
export const greedySettings: AnswerSettings = {
  temperature: 0,
  topP: 1,
  repetitionPenalty: 1,
  seed: 0,
  maxNewTokens: 400,
  promptForm: "published",
};

/** The preset whose values these are, or undefined. */
export function presetOf(settings: AnswerSettings): PresetId | undefined {
  return presets.find(({ sets }) =>
    Object.entries(sets).every(([key, value]) => settings[key as keyof Sampling] === value),
  )?.id;
}

/** What of a request to the engine the settings make; nothing where its own way, greedy, is wanted. */
export function samplingOf(settings: AnswerSettings): { sampling?: Sampling } {
  const { temperature, topP, repetitionPenalty, seed } = settings;
  return isGreedy(settings) ? {} : { sampling: { temperature, topP, repetitionPenalty, seed } };
}

/** The settings for another answer to the same question: drawn with another seed. Greedy, it would be the same again. */
export function nextSeed(settings: AnswerSettings): AnswerSettings {
  return { ...settings, seed: (settings.seed + 1) % (maxSeed + 1) };
}

/** The settings in a few words, without what has no effect. */
export function describeSettings(settings: AnswerSettings): string {
  const { temperature, topP, repetitionPenalty, seed, maxNewTokens, promptForm } = settings;
  const drawn = temperature > 0;
  return [
    drawn ? `temperature ${temperature}` : "greedy",
    ...(drawn && topP < 1 ? [`top-p ${topP}`] : []),
    ...(repetitionPenalty === 1 ? [] : [`penalty ${repetitionPenalty}`]),
    ...(drawn ? [`seed ${seed}`] : []),
    `at most ${maxNewTokens} tokens`,
    ...(promptForm === "training" ? ["prompt as in training"] : []),
  ].join(", ");
}
