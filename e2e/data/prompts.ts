import smollm2 from "../../model-config/variants/smollm2-135m.json" with { type: "json" };
import type { Segment } from "../reference";
import { publishedPrompt, type Case } from "./questions";

/** What the tiny model reads of a note and a question. */
export function tinyPrompt(example: Case): Segment[] {
  return [{ token: "<s>" }, { text: publishedPrompt(example) }];
}

/** What the demo model reads of them. */
export function demoPrompt(example: Case): Segment[] {
  return smollm2.prompt.segments.map((segment) => {
    if (segment.token !== undefined) return { token: segment.token };
    return { text: segment.text ?? publishedPrompt(example) };
  });
}
