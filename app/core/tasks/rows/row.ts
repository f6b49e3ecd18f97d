import type { Span } from "../../text/span";
import type { Cell } from "./cell";

/** A line of an answer, a row of a table in it, or an object of JSON in it. */
export interface Row {
  /** "item" for what is marked as one of a list: bullets, numbers, rows of tables, JSON. */
  kind: "heading" | "item" | "line";
  /** One for a plain line, several for a row of a table or JSON. */
  cells: readonly [Cell, ...Cell[]];
  span: Span;
}

/** The cell whose column is called one of these, or undefined. */
export function cellNamed({ cells }: Row, names: RegExp): Cell | undefined {
  return cells.find(({ key }) => key !== "" && names.test(key));
}
