import { saysNotTold } from "../evidence/not-told";
import { splitSentences, withoutMarker } from "../text/sentences";
import type { PartAnswer } from "./combine";

/**
 * Puts parts' answers together as they are: each line once, in order, without answers that only say that their part does not
 * tell, unless all do. Nothing is added, so that all of it leads back to a part.
 */
export function joinAnswers(answers: readonly PartAnswer[]): string {
  const telling = answers.filter(({ text }) => !onlyNotTold(text));
  const seen = new Set<string>();
  const lines = (telling.length > 0 ? telling : answers.slice(0, 1))
    .flatMap(({ text }) => text.trim().split("\n"))
    .filter((line) => {
      const row = withoutMarker(line).trim().toLowerCase();
      if (row === "" || seen.has(row)) return false;
      // Brackets and rules of tables may well come again.
      if (/[\p{L}\p{N}]/u.test(row)) seen.add(row);
      return true;
    });
  return lines.join("\n");
}

/** Whether an answer says nothing but that the text does not tell. */
function onlyNotTold(text: string): boolean {
  const sentences = splitSentences(text).map(({ start, end }) => text.slice(start, end));
  return sentences.every(saysNotTold);
}
