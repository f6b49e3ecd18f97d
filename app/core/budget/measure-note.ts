import { findSections } from "../note/sections";
import type { Span } from "../text/span";
import { rankSections } from "./choose-sections";
import { divideNote, type MeasuredSpan } from "./divide-note";

/** Where two texts meet, a tokenizer may say it in a few tokens more than each by itself. */
const seamTokens = 16;
/** Of the context, what the answer to a part may have at most: most of it is for reading. */
const answerShare = 1 / 6;

export interface MeasuredSection extends MeasuredSpan {
  /** "" for what comes before the first heading. */
  title: string;
  /** How much it has to do with the question; see rankSections. */
  relevance: number;
}

/** How a note, a question and an answer fit a model's context. All in the model's own tokens. */
export interface NoteBudget {
  /** Of the whole prompt, with all of the note. */
  promptTokens: number;
  contextTokens: number;
  /** Whether all of the note fits, with at least one token for the answer. */
  fits: boolean;
  /** What is kept free for the answer to a part, where all of the note does not fit. */
  answerTokens: number;
  /** What a part of the note may have, so that question and answer fit beside it. */
  room: number;
  /** The note's sections; empty where all of it fits. */
  sections: MeasuredSection[];
  /** The note in parts that have room; empty where all of it fits, or where not even the question does. */
  parts: Span[];
}

export interface MeasureOptions {
  note: string;
  question: string;
  contextTokens: number;
  /** Most that an answer may have. */
  answerTokens: number;
  /** Ids of the whole prompt for a note. */
  countPrompt: (note: string) => number;
  /** Tokens of any text by itself. */
  countTokens: (text: string) => number;
}

/** Measures a note against a model's context, and where it does not fit, its sections and parts. */
export function measureNote(options: MeasureOptions): NoteBudget {
  const { note, question, contextTokens, countPrompt, countTokens } = options;
  const promptTokens = countPrompt(note);
  const answerTokens = Math.min(options.answerTokens, Math.floor(contextTokens * answerShare));
  const room = contextTokens - countPrompt("") - answerTokens - seamTokens;
  const budget = { promptTokens, contextTokens, answerTokens, room };
  if (promptTokens < contextTokens) return { ...budget, fits: true, sections: [], parts: [] };
  const spans = findSections(note).map(({ title, heading, body }) => ({ title, start: heading.start, end: body.end }));
  const texts = spans.map(({ start, end }) => note.slice(start, end));
  const relevance = rankSections(texts, question);
  const sections = spans.map((span, index) => ({
    ...span,
    tokens: countTokens(texts[index] ?? ""),
    relevance: relevance[index] ?? 0,
  }));
  const parts = room < 1 ? [] : divideNote(note, sections, room, countTokens);
  return { ...budget, fits: false, sections, parts };
}
