import { isBlank, cellOf } from "./cell";
import { readJsonRows } from "./json-rows";
import { withRecords } from "./labels";
import { readLine, withHeadings, type Line } from "./line";
import type { Row } from "./row";
import { Table } from "./table";

/** Names the answer itself, and nothing in it. */
const leadIn = /^\s*\**(?:answer|response|output)\**:\**[ \t]*/i;

/**
 * The rows of an answer: lines without their bullets, numbers and heading marks, rows of tables by the headers of their columns,
 * labelled parts by their labels, and JSON, whole or cut off. Markers of emphasis and code fences are left out. Takes time linear in the answer's length.
 */
export function readRows(answer: string): Row[] {
  const json = readJsonRows(answer);
  return json.length > 0 ? json : withRecords(answer, withHeadings(readLines(answer)));
}

function readLines(answer: string): Line[] {
  const lines: Line[] = [];
  let table: Table | undefined;
  const closeTable = () => {
    for (const row of table?.rows ?? []) lines.push({ row, indent: 0, isNumbered: false, isBold: false });
    table = undefined;
  };
  for (let start = leadIn.exec(answer)?.[0].length ?? 0; start <= answer.length;) {
    const newline = answer.indexOf("\n", start);
    const end = newline === -1 ? answer.length : newline;
    const raw = answer.slice(start, end).trim();
    if (raw.includes("|")) {
      table ??= new Table(answer);
      table.add(start, end);
    } else {
      closeTable();
      const line = readLine(answer, start, end);
      if (!raw.startsWith("```") && !isBlank(cellOf(answer, start, end)) && !isBlank(line.row.cells[0]))
        lines.push(line);
    }
    start = end + 1;
  }
  closeTable();
  return lines;
}
