import type { FilePlace } from "../note-problems";
import { walkMarkup } from "../markup/walk-markup";
import type { ListPlace } from "./docx-styles";

interface Level {
  /** "decimal", "bullet", "lowerLetter" and so on: ECMA-376 part 1, 17.18.59. */
  format: string;
  start: number;
}

/** Levels by their number. */
type Levels = Map<number, Level>;

/** Gives the items of a document, in their order, the marks that its lists have: "- ", "2. ", "b. ". */
export function createListMarks(numbering: string | undefined, at: FilePlace): (place: ListPlace) => string {
  const lists = readNumbering(numbering, at);
  const counts = new Map<string, number[]>();
  return ({ listId, level }) => {
    const { format, start } = lists.get(listId)?.get(level) ?? { format: "bullet", start: 1 };
    const numbers = (counts.get(listId) ?? []).slice(0, level + 1);
    const number = (numbers[level] ?? start - 1) + 1;
    numbers[level] = number;
    counts.set(listId, numbers);
    return "  ".repeat(level) + markOf(format, number);
  };
}

function markOf(format: string, number: number): string {
  if (format === "none") return "";
  if (format.startsWith("decimal")) return `${number}. `;
  if (format === "lowerLetter") return `${letter(number)}. `;
  if (format === "upperLetter") return `${letter(number).toUpperCase()}. `;
  if (format === "lowerRoman") return `${roman(number)}. `;
  if (format === "upperRoman") return `${roman(number).toUpperCase()}. `;
  return "- ";
}

/** a to z, then aa, bb, as Word counts. */
function letter(number: number): string {
  const index = Math.max(0, number - 1);
  return String.fromCharCode(97 + (index % 26)).repeat(Math.min(1 + Math.floor(index / 26), 8));
}

const ROMAN: readonly [number, string][] = [
  [50, "l"],
  [40, "xl"],
  [10, "x"],
  [9, "ix"],
  [5, "v"],
  [4, "iv"],
  [1, "i"],
];

function roman(number: number): string {
  if (number < 1 || number > 89) return String(number);
  let rest = number;
  let text = "";
  for (const [value, digits] of ROMAN) {
    for (; rest >= value; rest -= value) text += digits;
  }
  return text;
}

/** Each list's levels, by its id. */
function readNumbering(numbering: string | undefined, at: FilePlace): ReadonlyMap<string, Levels> {
  const abstract = new Map<string, Levels>();
  const lists = new Map<string, Levels>();
  let levels: Levels | undefined;
  let level: Level | undefined;
  let listId = "";
  if (numbering === undefined) return lists;
  walkMarkup(numbering, "xml", at, {
    open: (name, { val = "", abstractNumId = "", numId = "", ilvl = "" }) => {
      if (name === "abstractNum") abstract.set(abstractNumId, (levels = new Map<number, Level>()));
      else if (name === "lvl") levels?.set(Number(ilvl), (level = { format: "bullet", start: 1 }));
      else if (name === "numFmt" && level !== undefined) level.format = val;
      else if (name === "start" && level !== undefined) level.start = Number(val) || 0;
      else if (name === "num") listId = numId;
      else if (name === "abstractNumId") lists.set(listId, abstract.get(val) ?? new Map<number, Level>());
    },
    close: (name) => {
      if (name === "abstractNum") levels = undefined;
      else if (name === "lvl") level = undefined;
    },
    text: () => undefined,
  });
  return lists;
}
