import { COLUMN_SPACE, type TextLine } from "./text-lines";

/** Baselines further apart than this many letter heights have an empty line between them. */
const PARAGRAPH_GAP = 1.9;
/** A line that reaches this share of the widest is no list of short entries: a small letter after it goes on with its sentence. */
const LONG = 0.7;
const ITEM_START = /^(?:[-•▪◦‣*·–—o]\s|\(?(?:\d{1,2}|[a-z])[.)]\s|#)/i;

/** A line whose letters are this many times as high as most is a heading, if it is no longer than one. */
const HEADING_SIZE = 1.15;
const HEADING_LENGTH = 80;

/**
 * The lines of a document as text. A line that was broken because the next word did not fit is joined to the one after it, over
 * the end of a page too; all other lines end where they ended on the page. Headings stand apart and end in a colon.
 */
export function joinLines(lines: readonly TextLine[]): string {
  const words = new Set<string>();
  for (const { text } of lines) for (const [word] of text.matchAll(/[\p{L}-]+/gu)) words.add(word.toLowerCase());
  const margin = lines.reduce((most, { right }) => Math.max(most, right), 0);
  const usual = usualHeight(lines);
  const parts: string[] = [];
  lines.forEach((line, i) => {
    const before = lines[i - 1];
    const isHeading = line.height > HEADING_SIZE * usual && line.text.length <= HEADING_LENGTH;
    if (before !== undefined && isWrapped(before, line, margin)) {
      const joint = jointOf(before.text, line.text, words);
      if (joint === "broken word") parts.push(parts.pop()?.slice(0, -1) ?? "");
      if (joint === "two words") parts.push(" ");
    } else if (before !== undefined) {
      parts.push(isHeading || isParagraphEnd(before, line) ? "\n\n" : "\n");
    }
    parts.push(line.text);
    const isWhole = lines[i + 1]?.height !== line.height;
    if (isHeading && isWhole && !/[:.?!]$/.test(line.text)) parts.push(":");
  });
  return parts.join("");
}

/** The height of most of the text's letters. */
function usualHeight(lines: readonly TextLine[]): number {
  const lengths = new Map<number, number>();
  for (const { height, text } of lines) lengths.set(height, (lengths.get(height) ?? 0) + text.length);
  return [...lengths].reduce((most, each) => (each[1] > most[1] ? each : most), [0, 0])[0];
}

function isWrapped(before: TextLine, line: TextLine, margin: number): boolean {
  if (ITEM_START.test(line.text) || Math.abs(before.height - line.height) > 0.5) return false;
  if (hasColumns(before) || hasColumns(line)) return false;
  const firstWord = /^\S*/.exec(line.text)?.[0] ?? "";
  const letterWidth = (line.right - line.left) / line.text.length;
  const isFull = before.right + letterWidth * (firstWord.length + 1) > margin;
  const goesOn = /^\p{Ll}/u.test(line.text);
  const isLong = before.right > LONG * margin && goesOn;
  if (!isFull && !isLong) return false;
  if (before.page !== line.page) return goesOn;
  // The lines of an item are set further in than its mark.
  const isIndented = line.left > before.left + line.height * 0.5;
  return !isParagraphEnd(before, line) && (!isIndented || ITEM_START.test(before.text));
}

/** True for a table's row, which ends with its last column. The gap after an item's mark makes no column. */
function hasColumns({ text }: TextLine): boolean {
  return text.replace(ITEM_START, "").trimStart().includes(COLUMN_SPACE);
}

function isParagraphEnd(before: TextLine, line: TextLine): boolean {
  return (
    before.page === line.page && Math.abs(before.y - line.y) > PARAGRAPH_GAP * Math.max(before.height, line.height)
  );
}

/**
 * How a line goes on in the next. A hyphen at its end goes only if the document writes the word without it elsewhere, and nowhere
 * with it.
 */
function jointOf(text: string, next: string, words: ReadonlySet<string>): "two words" | "hyphen" | "broken word" {
  if (text.endsWith("\u00ad")) return "broken word";
  if (!/[\p{L}\p{N}]-$/u.test(text.slice(-4)) || !/^[\p{L}\p{N}]/u.test(next)) return "two words";
  const start = /[\p{L}-]+$/u.exec(text.slice(-80))?.[0] ?? "";
  const end = /^\p{Ll}+/u.exec(next.slice(0, 80))?.[0] ?? "";
  const isBroken = words.has((start.slice(0, -1) + end).toLowerCase()) && !words.has((start + end).toLowerCase());
  return isBroken && end !== "" ? "broken word" : "hyphen";
}
