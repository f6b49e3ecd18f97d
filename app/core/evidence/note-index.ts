import { findSections, type NoteSection } from "../note/sections";
import { splitSentences } from "../text/sentences";
import type { Span } from "../text/span";
import { splitClauses, splitListed } from "./clauses";
import { readStatement, type Statement } from "./statement";
import type { Term } from "./terms";
import { kindsOf } from "./vocabulary/lexicon";

/** A sentence or clause of a note, as answers are held against it. */
export interface Passage extends Statement {
  /** The terms by word. */
  byWord: Map<string, Term[]>;
  /** The terms by the words for the kinds of things that they are. */
  byKind: Map<string, Term[]>;
  /** Its parts that are passages as well, where it is a whole sentence. */
  clauses: Passage[];
  /** Words of the heading and of the line's label, which say what the passage is about. */
  context: Set<string>;
  /** Words of the sentence before on the same line. */
  before: Set<string>;
  /** Copied from elsewhere, or quoted: what the note says in its own words comes first. */
  isSecondHand: boolean;
}

/** A note, read once for any number of answers. */
export interface NoteIndex {
  passages: Passage[];
  /** Passages that hold a word, or something of the kind that it names. */
  byWord: Map<string, number[]>;
  /** Of how many sentences of how many a word is part. */
  frequency: Map<string, number>;
  sentenceCount: number;
  /** Words of the patient's name, lower case. */
  names: ReadonlySet<string>;
}

const SECOND_HAND = /cop(?:y|ied)|template|imported|carried (?:over|forward)|hand-?over|sign-?off|transfer|addendum/iu;
/** In UTF-16 units. */
const LONGEST_LABEL = 40;
const QUOTED = /^["“]/u;
const CARRIED_OVER = /\((?:carried|copied)|not valid|wrong chart|first report said/iu;

export function indexNote(note: string): NoteIndex {
  const names = findNames(note);
  const passages: Passage[] = [];
  const frequency = new Map<string, number>();
  let sentenceCount = 0;
  for (const section of findSections(note)) {
    const heading = new Set(readStatement(note, section.heading, names).terms.map(({ word }) => word));
    const isOfFamily = /famil/iu.test(section.title) && !/social/iu.test(section.title);
    let quoted = false;
    let isCopied = SECOND_HAND.test(section.title);
    let label: readonly string[] = [];
    let before: readonly string[] = [];
    let lineEnd = -1;
    for (const sentence of sentencesOf(note, section)) {
      const text = note.slice(sentence.start, sentence.end);
      if (QUOTED.test(text)) quoted = true;
      // Who corrects or comments on what was copied speaks for the note again.
      if (/^(?:remark|correct|comment)/iu.test(text)) isCopied = false;
      const isSecondHand = quoted || isCopied || CARRIED_OVER.test(text);
      if (sentence.start > lineEnd) {
        lineEnd = endOfLine(note, sentence.start);
        label = [];
        before = [];
      }
      const context = new Set([...heading, ...label]);
      const previous = new Set(before);
      const found = readPassages(note, sentence, names).map((statement): Passage => {
        const own = note.slice(statement.start, statement.end);
        const ofFamily = statement.isOfFamily || (isOfFamily && !/\bpatient\b/iu.test(own) && !mentions(own, names));
        return {
          ...statement,
          isOfFamily: ofFamily,
          ...indexTerms(statement),
          clauses: [],
          context,
          before: previous,
          isSecondHand,
        };
      });
      found[0]?.clauses.push(...found.slice(1));
      passages.push(...found);
      sentenceCount++;
      for (const word of new Set(found.flatMap(({ terms }) => terms.map((term) => term.word))))
        frequency.set(word, (frequency.get(word) ?? 0) + 1);
      // The first sentence of a line, where it is short, is about all of it: `# Upper GI bleed. Vitamin K ...`.
      before = (found[0]?.terms ?? []).flatMap(({ word, negated }) => (negated ? [] : [word]));
      if (label.length === 0 && text.length <= LONGEST_LABEL) label = before;
      if (/["”]$/u.test(text)) quoted = false;
    }
  }
  return { passages, byWord: indexWords(passages), frequency, sentenceCount, names };
}

function sentencesOf(note: string, { body }: NoteSection): Span[] {
  return splitSentences(note.slice(body.start, body.end)).map(({ start, end }) => ({
    start: start + body.start,
    end: end + body.start,
  }));
}

function endOfLine(note: string, start: number): number {
  const end = note.indexOf("\n", start);
  return end < 0 ? note.length : end;
}

/** The sentence as a whole, its clauses, and the items that these list. What it supposes, these suppose as well. */
function readPassages(note: string, sentence: Span, names: ReadonlySet<string>): Statement[] {
  const spans = new Map(
    [sentence, ...splitClauses(note, sentence), ...splitListed(note, sentence)].map((span) => [
      `${span.start} ${span.end}`,
      span,
    ]),
  );
  const read = Array.from(spans.values(), (span) => readStatement(note, span, names));
  const supposed = new Set(read[0]?.terms.flatMap(({ start, isSupposed }) => (isSupposed ? [start] : [])));
  if (supposed.size === 0) return read;
  return read.map((statement) => ({
    ...statement,
    terms: statement.terms.map((term) => ({ ...term, isSupposed: supposed.has(term.start) })),
  }));
}

function indexTerms({ terms }: Statement): Pick<Passage, "byWord" | "byKind"> {
  const byWord = new Map<string, Term[]>();
  const byKind = new Map<string, Term[]>();
  for (const term of terms) {
    byWord.set(term.word, [...(byWord.get(term.word) ?? []), term]);
    for (const kind of kindsOf(term.word)) byKind.set(kind, [...(byKind.get(kind) ?? []), term]);
  }
  return { byWord, byKind };
}

function indexWords(passages: readonly Passage[]): Map<string, number[]> {
  const byWord = new Map<string, number[]>();
  for (const [index, { byWord: own, byKind }] of passages.entries()) {
    for (const word of new Set([...own.keys(), ...byKind.keys()])) {
      const list = byWord.get(word);
      if (list === undefined) byWord.set(word, [index]);
      else list.push(index);
    }
  }
  return byWord;
}

/** The patient's name, as the header has it or as `Mr.` and `Mrs.` stand before it. */
function findNames(note: string): ReadonlySet<string> {
  const named = [
    ...note.matchAll(/^[ \t]*(?:patient )?name:[ \t]*(.+?)(?:\s{2,}|$)/gimu),
    ...note.matchAll(/\b(?:mrs?|ms)\.?\s+(\p{Lu}[\p{L}'’-]+)/giu),
  ];
  return new Set(named.flatMap(([, name = ""]) => name.toLowerCase().split(/[\s-]+/u)));
}

const mentions = (text: string, names: ReadonlySet<string>): boolean =>
  text
    .toLowerCase()
    .split(/[^\p{L}]+/u)
    .some((word) => names.has(word));
