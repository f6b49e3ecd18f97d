import { saysNotTold } from "../evidence/not-told";
import { splitSentences, withoutMarker } from "../text/sentences";
import type { PartAnswer } from "./combine";

/** A line that says what stands below it. */
const HEADING = /:\**$|^#|^\*\*[^*]+\*\*$/;

/**
 * Puts parts' answers together as they are: each line once under a heading, in order, without answers that only say that their part
 * does not tell, unless all do. Nothing is added, so that all of it leads back to a part. Headings come as often as new lines stand
 * below them: what is an allergy in one part must not follow the other's medications.
 */
export function joinAnswers(answers: readonly PartAnswer[]): string {
  const telling = answers.filter(({ text }) => !onlyNotTold(text));
  const seen = new Set<string>();
  return (telling.length > 0 ? telling : answers.slice(0, 1)).flatMap(({ text }) => newLines(text, seen)).join("\n");
}

/** Lines of an answer that were not seen below the same heading, and adds them to those that were. */
function newLines(text: string, seen: Set<string>): string[] {
  const lines: string[] = [];
  let heading = "";
  /** Headings that came since the last line, while nothing new stands below them. */
  let waiting: string[] = [];
  let isAfterLine = true;
  for (const line of text.trim().split("\n")) {
    const row = withoutMarker(line).trim().toLowerCase();
    if (row === "") continue;
    if (HEADING.test(line.trim())) {
      waiting = isAfterLine ? [line] : [...waiting, line];
      heading = row.replace(/[*:]+/g, "").trim();
      isAfterLine = false;
      continue;
    }
    isAfterLine = true;
    const key = `${heading}\n${row}`;
    if (seen.has(key)) continue;
    // Brackets and rules of tables may well come again.
    if (/[\p{L}\p{N}]/u.test(row)) seen.add(key);
    lines.push(...waiting, line);
    waiting = [];
  }
  return isAfterLine ? lines : [...lines, ...waiting];
}

/** Whether an answer says nothing but that the text does not tell. */
function onlyNotTold(text: string): boolean {
  const sentences = splitSentences(text).map(({ start, end }) => text.slice(start, end));
  return sentences.every(saysNotTold);
}
