import { isBlank, type Cell } from "./cell";
import { readJson, type JsonObject, type JsonValue } from "./json-value";
import type { Row } from "./row";

/** Names around a whole answer, which say nothing of what is in it. */
const wrappers =
  /^(?:(?:named )?entities|abbreviations|relations|relationships|events|timeline|mentions|coreferences?|results?|items?|answer|output|data)$/i;

/**
 * The rows of an answer that is JSON: an object in a list is a row of its values under their names, anything else in an object a row
 * of name and value. Empty where an answer is not JSON.
 */
export function readJsonRows(answer: string): Row[] {
  const value = readJson(answer);
  return value === undefined ? [] : rowsOf(value, []);
}

/** `above`: the names of the objects around it, and their values. */
function rowsOf(value: JsonValue, above: Cell[]): Row[] {
  switch (value.kind) {
    case "scalar":
      return rowOf([...above, value.cell]);
    case "list":
      return value.values.flatMap((item) => (item.kind === "object" ? objectRows(item, above) : rowsOf(item, above)));
    case "object":
      return value.entries.flatMap(([name, inner]) =>
        rowsOf(inner, wrappers.test(name.text) && inner.kind !== "scalar" ? above : [...above, name]),
      );
  }
}

/** The row of an object in a list, or one for each item of the list that it holds. */
function objectRows({ entries }: JsonObject, above: Cell[]): Row[] {
  const cells = [...above];
  const inner: JsonValue[] = [];
  for (const [name, value] of entries) {
    if (value.kind === "scalar") cells.push({ ...value.cell, key: name.text.toLowerCase() });
    else inner.push(value);
  }
  return inner.length > 0 ? inner.flatMap((value) => rowsOf(value, cells)) : rowOf(cells);
}

function rowOf(cells: Cell[]): Row[] {
  const [first, ...rest] = cells.filter((cell) => !isBlank(cell));
  if (first === undefined) return [];
  return [
    { kind: "item", cells: [first, ...rest], span: { start: first.span.start, end: (rest.at(-1) ?? first).span.end } },
  ];
}
