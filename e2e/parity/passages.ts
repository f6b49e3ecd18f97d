import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { demoPrompt } from "../data/prompts";
import { notes } from "../paths";
import { referenceIds, type TokenizerSource } from "../reference";

const question = "Summarize the hospital course, and list the discharge medications with their doses.";

/** A note of ours as the demo model reads it. */
export interface ReadNote {
  name: string;
  /** The whole prompt: the note and a question about it. */
  prompt: number[];
  /** Tokens from the prompt's start that another note's prompt begins with too, and the one after: from there on it is alone. */
  aloneFrom: number;
}

/** Our notes, each in the demo model's prompt, in order of their names. */
export function readNotes(tokenizer: TokenizerSource): ReadNote[] {
  const names = readdirSync(notes).sort();
  const segments = names.map((name) => demoPrompt({ note: readFileSync(join(notes, name), "utf8"), question }));
  const prompts = referenceIds(tokenizer, segments);
  return prompts.map((prompt, index) => {
    const shared = prompts.map((other, at) => (at === index ? 0 : commonLength(prompt, other)));
    return { name: names[index] ?? "", prompt, aloneFrom: Math.max(...shared) + 1 };
  });
}

/** How many ids both begin with. */
function commonLength(a: readonly number[], b: readonly number[]): number {
  const parting = a.findIndex((id, at) => id !== b[at]);
  return parting === -1 ? a.length : parting;
}
