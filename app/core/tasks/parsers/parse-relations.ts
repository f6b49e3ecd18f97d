import type { TermIndex } from "../term-index";
import type { Mention, Relation } from "../result";
import { cellOf, countWords, isBlank, termOf, type Cell } from "../rows/cell";
import { cellNamed, type Row } from "../rows/row";
import { sentencesOf, splitChain, splitPair } from "../rows/split";

const be = "(?:(?:is|are|was|were|has been|have been|had been)\\s(?:(?:not|never)\\s)?)?";
const passive =
  "(?:(?:used|given|prescribed|started|taken|administered|indicated|done|performed|ordered|needed)\\s(?:for(?:\\s(?:the\\s)?(?:treatment|management|prevention)\\sof)?|to treat|to manage|to prevent|because of|due to)|(?:stopped|discontinued|held|changed|reduced|increased|replaced)\\s(?:for|because of|due to|by|with)|(?:treated|managed|controlled)\\s(?:with|by)|caused by|due to|because of|secondary to|(?:associated|consistent) with|related to|linked to|attributed to|(?:worsened|improved|relieved|confirmed|diagnosed) (?:by|with))";
const active =
  "(?:treats?|treated|manages?|controls?|causes?|caused|(?:led|leads) to|result(?:s|ed) in|reveal(?:s|ed)|show(?:s|ed)|demonstrate[sd]|found|indicate[sd]|confirm(?:s|ed)|suggest(?:s|ed)|prevent(?:s|ed)|relieve[sd]|improve[sd]|worsen(?:s|ed)|rule[sd] out)";
const verb = new RegExp(`(?:^|\\s)(${be}${passive}|${active})\\s`, "i");
/** Where a sentence goes on with something else: ", and sacubitril was started". */
const nextClause = /(?:,| and)\s(?:\S+\s){1,5}(?:was|were|is|are)\s/i;
const between =
  /\b(?:relation(?:ship)?|link|connection|association) between (.{2,100}?) and (.{2,100}?) is (?:that )?(\S.{2,300})$/i;
/** Names a line rather than one side of a relation. */
const label = /^(?:(?:first|second)|(?:relation|relationship|link|answer)s?(?: \d+)?)$/i;
/** Longer sides are sentences of other matters. */
const longestSubject = 12;
const longestObject = 25;

/**
 * Pairs of terms and how they are related, from "A -> relation -> B", "(A, relation, B)", pairs on lines, tables, JSON and sentences
 * with a verb of those that relate clinical terms. In the order of the answer, each once.
 */
export function parseRelations(answer: string, rows: readonly Row[], note: TermIndex): Relation[] {
  const relations: Relation[] = [];
  const seen = new Set<string>();
  let heading = "";
  for (const row of rows) {
    if (row.kind === "heading") {
      heading = readHeading(termOf(answer, row.cells[0]).text);
      continue;
    }
    for (const [subject, relation, object] of readTriples(answer, row, heading, note)) {
      const first = mentionOf(answer, subject, note);
      const second = mentionOf(answer, object, note);
      const key = `${first.text}\n${relation}\n${second.text}`.toLowerCase();
      const tooLong = countWords(first.text) > longestSubject || countWords(second.text) > longestObject;
      if (first.text === "" || second.text === "" || tooLong || seen.has(key)) continue;
      seen.add(key);
      relations.push({ subject: first, relation, object: second, at: row.span });
    }
  }
  return relations;
}

type Triple = [subject: Cell, relation: string, object: Cell];

function readTriples(answer: string, row: Row, heading: string, note: TermIndex): Triple[] {
  const named = readColumns(row);
  if (named !== undefined) return [named];
  const [cell] = row.cells;
  const [first, second, third]: readonly (Cell | undefined)[] =
    row.cells.length > 1 ? row.cells : splitChain(answer, cell);
  if (first !== undefined && second !== undefined) {
    return [third === undefined ? [first, heading, second] : [first, second.text, third]];
  }
  const pair = splitPair(answer, cell);
  if (pair !== undefined) {
    const [left, right] = pair;
    if (label.test(left.text)) return readSentences(answer, right, row.kind === "item", note);
    return [startsWithVerb(answer, left, right) ?? [left, heading, right]];
  }
  return readSentences(answer, cell, row.kind === "item", note);
}

/** By the headers of a table, or the names in JSON; the first columns in order where only the relation is named. */
function readColumns(row: Row): Triple | undefined {
  const relation = cellNamed(row, /^(?:relation(?:ship)?|link|type|predicate|association)s?$/);
  if (relation === undefined) return undefined;
  const [first, second] = row.cells.filter((cell) => cell !== relation);
  return first === undefined || second === undefined ? undefined : [first, relation.text, second];
}

/** "Furosemide: given for edema". */
function startsWithVerb(answer: string, left: Cell, right: Cell): Triple | undefined {
  const { start, end } = right.span;
  const match = verb.exec(answer.slice(start, end));
  const [whole = "", relation = ""] = match ?? [];
  if (match?.index !== 0) return undefined;
  return [left, relation, cellOf(answer, start + whole.length, end)];
}

/** Sentences "A verb B". Those of running text count only where A or B stands in the note. */
function readSentences(answer: string, cell: Cell, isItem: boolean, note: TermIndex): Triple[] {
  const triples: Triple[] = [];
  for (const sentence of sentencesOf(answer, cell)) {
    const triple = readBetween(answer, sentence) ?? readVerb(answer, sentence);
    if (triple === undefined) continue;
    const sides = [triple[0], triple[2]];
    if (isItem || sides.some((side) => note.has(mentionText(answer, side)))) triples.push(triple);
  }
  return triples;
}

function readVerb(answer: string, { span: { start, end } }: Cell): Triple | undefined {
  const match = verb.exec(answer.slice(start, end));
  if (match === null) return undefined;
  const subject = cellOf(answer, start, start + match.index);
  const from = start + match.index + match[0].length;
  const next = nextClause.exec(answer.slice(from, end))?.index ?? end - from;
  const object = cellOf(answer, from, from + next);
  return isBlank(subject) || isBlank(object) ? undefined : [subject, match[1] ?? "", object];
}

/** "The relation between A and B is that …": what is said of them is how they are related. */
function readBetween(answer: string, { span: { start, end } }: Cell): Triple | undefined {
  const match = between.exec(answer.slice(start, end));
  const [, first = "", second = "", relation = ""] = match ?? [];
  if (match === null) return undefined;
  const firstAt = answer.indexOf(first, start + match.index);
  const secondAt = answer.indexOf(second, firstAt + first.length);
  return [
    cellOf(answer, firstAt, firstAt + first.length),
    relation.replace(/\.$/, ""),
    cellOf(answer, secondAt, secondAt + second.length),
  ];
}

function mentionOf(answer: string, cell: Cell, note: TermIndex): Mention {
  const text = mentionText(answer, cell);
  return { text, inNote: note.find(text) };
}

/** Without stop and article: "the furosemide". */
function mentionText(answer: string, cell: Cell): string {
  return termOf(answer, cell).text.replace(/^(?:the|an?) (?=\S)/i, "");
}

/** What a heading says of the pairs below it, unless it is a sentence about them. */
function readHeading(text: string): string {
  return countWords(text) <= 4 && verb.test(` ${text} `) ? text : "";
}
