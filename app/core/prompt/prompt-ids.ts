import { CheckpointError } from "../errors";
import type { PromptSegment } from "../models/variant-card";

/** What is needed of a tokenizer to turn a prompt into ids. */
interface PromptTokenizer {
  /** Ids of plain text. Control tokens written out in it are ordinary characters. */
  encodeText(text: string): number[];
  controlTokenId(token: string): number | undefined;
}

/**
 * The token ids of a model's prompt with `content` in its place. Text between two control tokens is encoded as one piece,
 * as the reference tokenizers do; control tokens come from the card alone, never from the content.
 *
 * @throws CheckpointError "bad-tokenizer" when the tokenizer lacks a control token that the card names.
 */
export function promptIds(segments: readonly PromptSegment[], content: string, tokenizer: PromptTokenizer): number[] {
  const ids: number[] = [];
  let text = "";
  const flush = () => {
    // No spread: a long note has more ids than a call may have arguments.
    if (text !== "") for (const id of tokenizer.encodeText(text)) ids.push(id);
    text = "";
  };
  for (const segment of segments) {
    if ("token" in segment) {
      flush();
      ids.push(controlTokenId(segment.token, tokenizer));
    } else {
      text += "text" in segment ? segment.text : content;
    }
  }
  flush();
  return ids;
}

/** The id of a control token that the model's card names. */
export function controlTokenId(token: string, tokenizer: PromptTokenizer): number {
  const id = tokenizer.controlTokenId(token);
  if (id === undefined) {
    throw new CheckpointError("bad-tokenizer", {
      file: "tokenizer.json",
      place: `token ${token}`,
      problem: "the model's prompt needs this token and the tokenizer does not have it",
      advice: "Use the tokenizer files that belong to the checkpoint.",
    });
  }
  return id;
}
