import { cellOf, isBlank, type Cell } from "./cell";
import type { Row } from "./row";
import { splitPair } from "./split";

/** What the parts of one finding are called: columns of tables, and labels before values. */
const partNames =
  "type|category|entity|item|term|date|time|when|event|abbreviation|acronym|expansion|expanded form|meaning|full form|relation|relationship|subject|object|first|second|pronoun|mention|expression|refers to|referent|original(?: [a-z]+)?|paraphrased?(?: [a-z]+)?|simplified(?: [a-z]+)?|detail";
const partName = new RegExp(`^(?:${partNames})s?$`, "i");
/** These name parts of a finding too, but only beside others: by themselves they are types or sections. */
const columnName = new RegExp(
  `^(?:${partNames}|medication|drug|condition|diagnosis|symptom|cause|reason|procedure|test|finding|result|section|summary)s?$`,
  "i",
);
const label = /(?:^|[,;]\s|\s[-–—]\s|->\s?)\**([A-Za-z][A-Za-z ]{1,20})\**:\**\s/g;

/** True for what heads a column of a table: "Date", "Expanded form". */
export function isColumnName(text: string): boolean {
  return columnName.test(text);
}

/** The parts of "Type: medication, Item: furosemide" under their labels; the cell itself where there are less than two. */
export function splitLabels(answer: string, cell: Cell): [Cell, ...Cell[]] {
  const { start, end } = cell.span;
  const labels = [...answer.slice(start, end).matchAll(label)].filter(([, name = ""]) => columnName.test(name));
  const [first, ...rest] = labels.map(({ 0: whole, 1: name = "", index }, i) =>
    cellOf(answer, start + index + whole.length, start + (labels[i + 1]?.index ?? end - start), name.toLowerCase()),
  );
  return first === undefined || rest.length === 0 || labels[0]?.index !== 0 ? [cell] : [first, ...rest];
}

/** Rows "Type: medication" and "Item: furosemide" below each other made one. A label that comes again begins another. */
export function withRecords(answer: string, rows: readonly Row[]): Row[] {
  const merged: Row[] = [];
  let record: { cells: Cell[]; rows: Row[] } = { cells: [], rows: [] };
  const close = () => {
    const [first, ...rest] = record.cells.filter((cell) => !isBlank(cell));
    const { start, end } = { start: record.rows[0]?.span.start ?? 0, end: record.rows.at(-1)?.span.end ?? 0 };
    if (first === undefined || rest.length === 0) merged.push(...record.rows);
    else merged.push({ kind: "item", cells: [first, ...rest], span: { start, end } });
    record = { cells: [], rows: [] };
  };
  for (const row of rows) {
    const [name, value] = row.kind === "heading" || row.cells.length > 1 ? [] : (splitPair(answer, row.cells[0]) ?? []);
    const key = name !== undefined && partName.test(name.text) ? name.text.toLowerCase() : "";
    if (key === "" || record.cells.some((cell) => cell.key === key)) close();
    if (key === "" || value === undefined) merged.push(row);
    else {
      record.cells.push({ ...value, key });
      record.rows.push(row);
    }
  }
  close();
  return merged;
}
