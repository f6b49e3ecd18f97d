import type { TermIndex } from "../term-index";
import type { Entity, EntityGroup } from "../result";
import { cellOf, countWords, termOf, type Cell } from "../rows/cell";
import { cellNamed, type Row } from "../rows/row";
import { sentencesOf, splitList, splitPair } from "../rows/split";
import { isAbbreviated } from "./abbreviated";
import { entityTypeIn, isEntityType } from "./entity-types";

const typeColumn = /^(?:(?:entity )?(?:type|category|class|label)|group)s?$/;
const nameColumn = /^(?:(?:named )?entity|text|name|value|item|term|mention|span)s?$/;
/** Columns that tell more of the entity before them. */
const detailColumn = /^(?:result|value|finding|dose|dosage|frequency|date|time)s?$/;
/** What a model writes where it found none of a type. */
const nothing = /^(?:none|n\/?a|nil|no|not? .*|none .*|unknown|-+)$/i;
/** A longer piece that the note does not hold is a sentence of the model's own. */
const longestName = 8;
/** A longer piece that it does hold is a sentence of the note. */
const longestPhrase = 15;
/** A longer title before a list is a sentence about it. */
const longestHeading = 6;

/** A list of entities in prose: "The medications at discharge were aspirin, metoprolol and furosemide." */
const sentence = /^(.{3,120}?)\s(?:include[sd]?|are|is|were|was|consist of)(?:\sas follows)?:?\s(.+)$/i;

interface Named {
  type: string;
  names: Cell;
  detail: Cell | undefined;
}

/**
 * Entities by type, from "type: a, b", "a: type", "a (type)", headings with lists below them, tables, JSON and sentences that list
 * them. Types and the entities of one are in the order of the answer; repeated ones are left out. Empty where there are none.
 */
export function parseEntities(answer: string, rows: readonly Row[], note: TermIndex): EntityGroup[] {
  const groups = new Map<string, EntityGroup>();
  const add = (type: string, entity: Entity) => {
    const key = groupKey(type);
    const group = groups.get(key) ?? { type: capitalized(type), entities: [] };
    groups.set(key, group);
    group.entities.push(entity);
  };
  const seen = new Set<string>();
  let heading = "";
  for (const row of rows) {
    if (row.kind === "heading") {
      heading = headingType(termOf(answer, row.cells[0]).text);
      continue;
    }
    for (const { type, names, detail } of readNamed(answer, row, heading, note)) {
      for (const name of splitList(answer, names, (text) => note.has(text))) {
        const entity = readEntity(answer, name, detail, note);
        const key = `${groupKey(type)}\n${entity.text.toLowerCase()}`;
        if (nothing.test(entity.text) || !isName(entity) || seen.has(key)) continue;
        seen.add(key);
        add(type, entity);
      }
    }
  }
  return [...groups.values()];
}

function readNamed(answer: string, row: Row, heading: string, note: TermIndex): Named[] {
  const type = cellNamed(row, typeColumn);
  const name = cellNamed(row, nameColumn) ?? row.cells.find((cell) => cell !== type);
  if (type !== undefined && name !== undefined) {
    return [{ type: type.text, names: name, detail: row.cells.find((cell) => cell !== type && cell !== name) }];
  }
  // "Medication: aspirin, Condition: gout".
  if (row.cells.every(({ key }) => isEntityType(key))) {
    return row.cells.flatMap((cell, column) => {
      const next = row.cells[column + 1];
      const detail = next !== undefined && detailColumn.test(next.key) ? next : undefined;
      return column > 0 && detailColumn.test(cell.key) ? [] : [{ type: cell.key, names: cell, detail }];
    });
  }
  const [first, second, third] = row.cells;
  if (second !== undefined) {
    const sides = readSides(answer, first, second, heading, note) ?? { type: heading, names: first, detail: second };
    return [{ ...sides, detail: sides.detail ?? third }];
  }
  const parts = row.kind === "item" ? [first] : sentencesOf(answer, first);
  return parts.flatMap((part) => readPart(answer, part, row.kind === "item", heading, note) ?? []);
}

/** An item of a list, or a sentence of running text. */
function readPart(answer: string, cell: Cell, isItem: boolean, heading: string, note: TermIndex): Named | undefined {
  const pair = splitPair(answer, cell);
  const sides = pair === undefined ? undefined : readSides(answer, ...pair, heading, note);
  if (sides !== undefined) return sides;
  if (pair !== undefined) return isItem ? { type: heading, names: pair[0], detail: pair[1] } : undefined;
  const whole = termOf(answer, cell);
  const listed = readListed(answer, whole);
  if (listed !== undefined && !note.has(whole.text) && listsTerms(answer, listed.names, note)) return listed;
  const named = { type: heading, names: whole, detail: undefined };
  if (isItem) return named;
  const names = splitList(answer, whole, (text) => note.has(text));
  const inNote = names.filter(({ text }) => note.has(text)).length;
  return inNote * 2 > names.length || (names.length > 1 && heading !== "") ? named : undefined;
}

/** Which of two sides is the type, and which the entities; or an entity and its detail, where the first stands in the note. */
function readSides(answer: string, first: Cell, second: Cell, heading: string, note: TermIndex): Named | undefined {
  const left = termOf(answer, first);
  const right = termOf(answer, second);
  if (isEntityType(left.text)) return { type: left.text, names: right, detail: undefined };
  if (isEntityType(right.text)) return { type: right.text, names: left, detail: undefined };
  if (heading !== "" || note.has(left.text)) return { type: heading, names: left, detail: right };
  // A type that we have no word for, or a sentence with one: its entities stand in the note, and it does not.
  return listsTerms(answer, right, note)
    ? { type: headingType(left.text), names: right, detail: undefined }
    : undefined;
}

/** True when some of a list stands in the note. */
function listsTerms(answer: string, list: Cell, note: TermIndex): boolean {
  return splitList(answer, list, (text) => note.has(text)).some(({ text }) => note.has(headOf(text)));
}

/** A sentence that lists entities of a type. */
function readListed(answer: string, { span: { start, end } }: Cell): Named | undefined {
  const [, subject = "", list = ""] = sentence.exec(answer.slice(start, end)) ?? [];
  const type = /^(?:no|there)\b/i.test(subject) ? "" : entityTypeIn(subject);
  return type === "" ? undefined : { type, names: cellOf(answer, end - list.length, end), detail: undefined };
}

function readEntity(answer: string, cell: Cell, detail: Cell | undefined, note: TermIndex): Entity {
  const term = termOf(answer, cell);
  const whole = { text: term.text, detail: detail?.text ?? "", inNote: note.find(term.text), at: term.span };
  if (detail !== undefined) return whole;
  const isInNote = whole.inNote.length > 0;
  const [name, rest] = splitPair(answer, term) ?? (isInNote ? undefined : splitDose(answer, term)) ?? [];
  if (name === undefined || rest === undefined) return whole;
  const inNote = note.find(name.text);
  const otherName = inNote.length === 0 && isAbbreviated(rest.text) ? note.find(rest.text) : inNote;
  return { text: name.text, detail: rest.text, inNote: otherName, at: term.span };
}

/** "aspirin 81 mg daily": the name, and what begins with a number. */
function splitDose(answer: string, { text, span }: Cell): [Cell, Cell] | undefined {
  const number = / \d/.exec(answer.slice(span.start, span.end))?.index;
  if (number === undefined || countWords(text) > longestPhrase) return undefined;
  return [cellOf(answer, span.start, span.start + number), cellOf(answer, span.start + number, span.end)];
}

function headOf(text: string): string {
  return /^[^(\d]*/.exec(text)?.[0] ?? "";
}

function isName({ text, inNote }: Entity): boolean {
  return text !== "" && !isEntityType(text) && countWords(text) <= (inNote.length > 0 ? longestPhrase : longestName);
}

function headingType(text: string): string {
  return countWords(text) > longestHeading || /^(?:here|sure|the following|below|these)\b/i.test(text)
    ? entityTypeIn(text)
    : text;
}

/** "Medication" and "medications" are one type. */
function groupKey(type: string): string {
  return type
    .toLowerCase()
    .replace(/ies$/, "y")
    .replace(/(?:e?s)$/, "");
}

function capitalized(type: string): string {
  return type.charAt(0).toUpperCase() + type.slice(1);
}
