import { cellOf, isBlank, type Cell } from "./cell";
import { isColumnName } from "./labels";
import type { Row } from "./row";

/** Lines with bars in them, one after the other. */
export class Table {
  readonly rows: Row[] = [];
  private readonly answer: string;
  private headers: string[] = [];

  constructor(answer: string) {
    this.answer = answer;
  }

  /** Adds the line from `start` to `end`: the header, the dashes below it, or a row. */
  add(start: number, end: number): void {
    const cells = this.cellsOf(start, end);
    if (/^[|\s:=+-]+$/.test(this.answer.slice(start, end))) {
      const header = this.rows.length === 1 ? this.rows.pop() : undefined;
      if (header !== undefined) this.nameColumns(header.cells);
    } else if (
      // Models leave the dashes out.
      this.rows.length === 0 &&
      cells.length > 1 &&
      cells.every(({ text }) => isColumnName(text))
    ) {
      this.nameColumns(cells);
    } else {
      const [first, ...rest] = cells.filter((cell) => !isBlank(cell));
      const span = cellOf(this.answer, start, end).span;
      if (first !== undefined) this.rows.push({ kind: "item", cells: [first, ...rest], span });
    }
  }

  private nameColumns(cells: readonly Cell[]): void {
    this.headers = cells.map(({ text }) => text.toLowerCase());
  }

  private cellsOf(start: number, end: number): Cell[] {
    const bars = Array.from(this.answer.slice(start, end).matchAll(/\|/g), ({ index }) => start + index);
    const bounds = [start - 1, ...bars].map((bar, i): [number, number] => [bar + 1, bars[i] ?? end]);
    // Bars at both ends of a line enclose its cells; they separate nothing.
    for (const outer of [bounds.at(-1), bounds[0]]) {
      if (outer !== undefined && isBlank(cellOf(this.answer, ...outer))) bounds.splice(bounds.indexOf(outer), 1);
    }
    return bounds.map(([from, to], column) => cellOf(this.answer, from, to, this.headers[column]));
  }
}
