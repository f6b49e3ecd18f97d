import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import smollm2 from "../../model-config/variants/smollm2-135m.json" with { type: "json" };
import { demoPrompt } from "../data/prompts";
import { notes } from "../paths";
import { referenceIds, type Segment, type TokenizerSource } from "../reference";

const question = "Summarize the hospital course, and list the discharge medications with their doses.";

/** A note of ours as the demo model reads it. */
export interface ReadNote {
  name: string;
  /** The whole prompt: the note and a question about it. */
  prompt: number[];
  /** Tokens of the prompt before the note begins. */
  noteStart: number;
}

/** Our notes, each in the demo model's prompt, in order of their names. */
export function readNotes(tokenizer: TokenizerSource): ReadNote[] {
  const names = readdirSync(notes).sort();
  const segments = names.map((name) => demoPrompt({ note: readFileSync(join(notes, name), "utf8"), question }));
  const prompts = referenceIds(tokenizer, segments);
  const [before = []] = referenceIds(tokenizer, [
    demoPrompt({ note: "", question })
      .map(upToNote)
      .slice(0, contentSegment + 1),
  ]);
  return names.map((name, index) => ({ name, prompt: prompts[index] ?? [], noteStart: before.length }));
}

const contentSegment = smollm2.prompt.segments.findIndex((segment) => "content" in segment);

function upToNote(segment: Segment): Segment {
  if ("token" in segment) return segment;
  const end = segment.text.indexOf("[Discharge Summary Begin]\n");
  return { text: end === -1 ? segment.text : segment.text.slice(0, end + "[Discharge Summary Begin]\n".length) };
}
