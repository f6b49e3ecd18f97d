import type { Span } from "../../text/span";
import type { TermIndex } from "../term-index";
import type { Mention, MentionGroup } from "../result";
import { cellOf, countWords, isBlank, termOf, type Cell } from "../rows/cell";
import { cellNamed, type Row } from "../rows/row";
import { sentencesOf, splitList, splitPair } from "../rows/split";

const mentionColumn = /^(?:mention|pronoun|expression|anaphor|coreferent|word|term|phrase)s?$/;
const referentColumn = /^(?:referent|antecedent|refers to|what it refers to|entity|meaning|reference)s?$/;
const verb = /\s(?:(?:all|both|here|likely|also)\s)?(?:refer(?:s|ring)?|points?)\s(?:back\s)?to\s/i;
/** Words that stand for others. */
const standIn =
  /^(?:he|she|it|they|we|him|her|them|us|his|hers|its|their|theirs|(?:him|her|it)self|themselves|who|whom|whose|which|(?:this|that|these|those|such)(?: .*)?|the (?:same|patient|latter|former|procedure|drug|medication|condition|treatment))$/i;
/** Where in the note a mention or referent is said to stand. */
const place =
  /\s(?:(?:mentioned|used|found)\s)?in (?:the |this )?(?:sentence|line|phrase|note|section|paragraph|context|discharge|summary|"|'|“|‘)/i;
const quoted = /["“'‘]([^"“”'‘’]{1,300})["”'’]/g;
/** Fewer words in quotes are the mention itself. */
const shortestSentence = 3;
const longestMention = 12;
const longestReferent = 25;

/** The expression that was asked about and the sentence that it stands in; either may be empty. */
export interface AskedMention {
  expression: string;
  sentence: string;
}

/**
 * Expressions grouped by what they refer to, from "it -> furosemide", "'He' and 'his' refer to Mr. Brandt", pairs on lines, tables
 * and JSON. A mention whose sentence is quoted, or was asked about, is the one in that sentence. Groups are in the order of the
 * answer. An answer without structure is what the asked expression refers to.
 */
export function parseMentions(
  answer: string,
  rows: readonly Row[],
  note: TermIndex,
  asked: AskedMention,
): MentionGroup[] {
  const groups = new Map<string, MentionGroup>();
  const add = (mentions: readonly Cell[], referent: Cell, row: Row) => {
    const { text } = termOf(answer, referent);
    if (text === "" || countWords(text) > longestReferent) return;
    const context =
      contextOf(answer.slice(Math.max(0, row.span.start - 1), row.span.end + 1), note) ?? note.find(asked.sentence)[0];
    const key = text.toLowerCase().replace(/^(?:the|an?) (?=\S)/, "");
    const group = groups.get(key) ?? {
      referent: { text, inNote: referentPlaces(answer, termOf(answer, referent), note) },
      mentions: [],
    };
    for (const cell of mentions) {
      const mention = mentionOf(cell.text, note, context);
      const isKnown = group.mentions.some((known) => known.text.toLowerCase() === mention.text.toLowerCase());
      if (mention.text === "" || countWords(mention.text) > longestMention || isKnown) continue;
      group.mentions.push({ ...mention, at: cell.span });
    }
    if (group.mentions.length > 0) groups.set(key, group);
  };
  for (const row of rows) {
    if (row.kind === "heading") continue;
    for (const [mentions, referent] of readSides(answer, row)) add(splitMentions(answer, mentions), referent, row);
  }
  const [only] = rows;
  if (groups.size === 0 && asked.expression !== "" && rows.length === 1 && only !== undefined) {
    const [referent] = only.cells;
    if (countWords(referent.text) <= longestMention) {
      add([{ text: asked.expression, span: referent.span, key: "" }], referent, only);
    }
  }
  return [...groups.values()];
}

type Sides = [mentions: Cell, referent: Cell];

function readSides(answer: string, row: Row): Sides[] {
  const mention = cellNamed(row, mentionColumn);
  const referent = cellNamed(row, referentColumn) ?? row.cells.find((cell) => cell !== mention);
  if (mention !== undefined && referent !== undefined) return [[mention, referent]];
  const [first, second] = row.cells;
  if (second !== undefined) return [oriented(answer, first, second)];
  const inSentences = sentencesOf(answer, first).flatMap((sentence) => {
    const sides = readSentence(answer, sentence);
    return sides === undefined ? [] : [sides];
  });
  if (inSentences.length > 0) return inSentences;
  const pair = splitPair(answer, first);
  return pair === undefined ? [] : [oriented(answer, ...pair)];
}

/** "The pronoun 'it' in the sentence '…' refers to furosemide". */
function readSentence(answer: string, { span: { start, end } }: Cell): Sides | undefined {
  const text = answer.slice(start, end);
  const match = verb.exec(text);
  if (match === null) return undefined;
  const object = start + match.index + match[0].length;
  const referent = cellOf(answer, object, withoutPlace(answer, object, end));
  const mentions = cellOf(answer, start, withoutPlace(answer, start, start + match.index));
  return isBlank(referent) || isBlank(mentions) ? undefined : [mentions, referent];
}

function withoutPlace(answer: string, start: number, end: number): number {
  const match = place.exec(answer.slice(start, end));
  return match === null || match.index === 0 ? end : start + match.index;
}

/** Pronouns are what refers, whichever side they stand on. */
function oriented(answer: string, left: Cell, right: Cell): Sides {
  const isStandIn = (cell: Cell) => splitMentions(answer, cell).every(({ text }) => standIn.test(text));
  return isStandIn(right) && !isStandIn(left) ? [right, left] : [left, right];
}

/** "The pronouns 'he' and 'his'": he, his. */
function splitMentions(answer: string, { span: { start, end } }: Cell): Cell[] {
  const named = /^(?:the )?(?:pronoun|word|term|expression|phrase|mention)s? /i.exec(answer.slice(start, end));
  const bare = cellOf(answer, start + (named?.[0].length ?? 0), end);
  return splitList(answer, bare, () => false).map((part) => termOf(answer, part));
}

/** "Mr. Brandt (the patient)", "the patient, Mr. Brandt": where the whole of it stands, or else the first part that does. */
function referentPlaces(answer: string, referent: Cell, note: TermIndex): readonly Span[] {
  const parts = [referent, ...(splitPair(answer, referent) ?? []), ...splitList(answer, referent, () => true)];
  return parts.map(({ text }) => note.find(text)).find((places) => places.length > 0) ?? [];
}

function mentionOf(text: string, note: TermIndex, context: Span | undefined): Mention {
  const inNote = note.find(text);
  const inContext = inNote.filter(
    ({ start, end }) => context !== undefined && context.start <= start && end <= context.end,
  );
  return { text, inNote: inContext.length > 0 ? inContext : inNote };
}

/** Where the note has the sentence that a row quotes. */
function contextOf(row: string, note: TermIndex): Span | undefined {
  for (const [, quote = ""] of row.matchAll(quoted)) {
    const place = countWords(quote) >= shortestSentence ? note.find(quote)[0] : undefined;
    if (place !== undefined) return place;
  }
  return undefined;
}
