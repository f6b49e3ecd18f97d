import type { TermIndex } from "../term-index";
import type { ParaphrasePair } from "../result";
import { cellOf, isBlank, type Cell } from "../rows/cell";
import { cellNamed, type Row } from "../rows/row";
import { splitPair } from "../rows/split";

const originalName = /^(?:original(?: (?:text|sentence|phrase|passage|statement))?|source|passage|text|sentence)$/i;
const paraphraseName =
  /^(?:paraphrased?(?: (?:version|text|sentence|passage))?|simpl(?:er|ified)(?: (?:version|language|terms))?|in (?:simpler|plain|other) (?:words|language|terms)|rephrased|plain language)$/i;

const leadIn = /^(?:sure|certainly|here)\b/i;

/**
 * Passages and their paraphrases, from "Original: …" and "Paraphrase: …" on lines, "passage -> paraphrase", tables and JSON, each once. An answer
 * without structure is the paraphrase of the passage that was asked for. Empty where neither is known.
 */
export function parseParaphrase(
  answer: string,
  rows: readonly Row[],
  note: TermIndex,
  passage: string,
): ParaphrasePair[] {
  const pairs: ParaphrasePair[] = [];
  const seen = new Set<string>();
  const add = (source: Cell, { text, span }: Cell) => {
    const key = `${source.text}\n${text}`;
    if (seen.has(key)) return;
    seen.add(key);
    pairs.push({ source: { text: source.text, inNote: note.find(source.text) }, paraphrase: text, at: span });
  };
  for (const row of rows) {
    const source = cellNamed(row, originalName);
    const paraphrase = cellNamed(row, paraphraseName);
    const [left, right] = row.cells.length > 1 ? row.cells : (splitPair(answer, row.cells[0]) ?? []);
    if (source !== undefined && paraphrase !== undefined) add(source, paraphrase);
    else if (left !== undefined && right !== undefined && note.has(left.text)) add(left, right);
  }
  if (pairs.length > 0 || passage === "") return pairs;
  const whole = withoutLabel(answer);
  if (isBlank(whole)) return [];
  const paraphrase = answer.slice(whole.span.start, whole.span.end);
  return [{ source: { text: passage, inNote: note.find(passage) }, paraphrase, at: whole.span }];
}

/** The answer without the "Paraphrase:" that it may begin with. */
function withoutLabel(answer: string): Cell {
  const whole = cellOf(answer, 0, answer.length);
  const [left, right] = splitPair(answer, whole) ?? [];
  const isLabel = left !== undefined && (paraphraseName.test(left.text) || leadIn.test(left.text));
  return isLabel && right !== undefined ? right : whole;
}
