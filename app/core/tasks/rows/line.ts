import { cellOf, countWords } from "./cell";
import { splitLabels } from "./labels";
import type { Row } from "./row";

const bullet = /^(?:([-*•·▪◦‣–+>])\s+|\(?\d{1,3}[.)]\s+|[a-z][.)]\s+|#{1,6}\s+)/;
/** A bullet is looked for in this many characters of a line: indentation is no longer. */
const longestIndent = 200;
const longestHeading = 15;

/** A line of an answer that is no table. */
export interface Line {
  row: Row;
  indent: number;
  isNumbered: boolean;
  /** All of it is in bold: the title of a list, or one of its items. */
  isBold: boolean;
}

/** The line from `start` to `end` without its bullet, number or heading mark. */
export function readLine(answer: string, start: number, end: number): Line {
  let from = start;
  let kind: Row["kind"] = "line";
  let isNumbered = false;
  for (;;) {
    const rest = answer.slice(from, Math.min(end, from + longestIndent));
    const indent = rest.length - rest.trimStart().length;
    const mark = bullet.exec(rest.slice(indent));
    if (mark === null) break;
    kind = mark[0].startsWith("#") ? "heading" : "item";
    isNumbered = mark[1] === undefined;
    from += indent + mark[0].length;
  }
  const text = answer.slice(from, end).trim();
  const isShort = countWords(text) <= longestHeading;
  const isBold = isShort && /^(\*\*|__)[^*_:]+\1$/.test(text);
  const isTitle = isShort && text.replace(/[*_]/g, "").trimEnd().endsWith(":");
  if (isTitle || (isBold && kind === "line")) kind = "heading";
  const cell = cellOf(answer, from, end);
  const line = answer.slice(start, Math.min(end, start + longestIndent));
  const indent = line.length - line.trimStart().length;
  const cells = kind === "heading" ? ([cell] as const) : splitLabels(answer, cell);
  return { row: { kind, cells, span: cell.span }, indent, isNumbered, isBold };
}

/** The rows of lines: a bold item is the title of the list below it, where that is deeper or of another kind. */
export function withHeadings(lines: readonly Line[]): Row[] {
  return lines.map((line, index) => {
    const next = lines[index + 1];
    return line.isBold && next?.row.kind === "item" && isBelow(next, line)
      ? { ...line.row, kind: "heading" }
      : line.row;
  });
}

function isBelow(item: Line, title: Line): boolean {
  return item.indent > title.indent || (item.indent === title.indent && item.isNumbered !== title.isNumbered);
}
