import type { SentenceEvidence } from "../evidence/evidence";
import { findEvidence } from "../evidence/find-evidence";
import { saysNotTold } from "../evidence/not-told";
import { findSections, type NoteSection } from "../note/sections";
import { overlap, type Span } from "../text/span";
import { rankSections } from "./choose-sections";
import type { PartAnswer } from "./combine";

/** What was answered from one part of a long note. */
export interface PartOfAnswer extends PartAnswer {
  /** The part, in the note. */
  span: Span;
}

/** A place of the note that a sentence leads back to. */
export interface SourcePlace {
  /** Titles of the sections that it lies in; "" for what comes before the first heading. */
  titles: readonly string[];
  span: Span;
}

/** Where a sentence of a combined answer comes from. */
export interface SentenceSource {
  /**
   * - `passage`: the note itself says so, or says otherwise, there.
   * - `part`: the answers to these parts say so; the note is not found to.
   * - `closest`: no part's answer says so. These come closest: all of them where none does.
   * - `none`: nothing to trace, as in headings.
   */
  kind: "passage" | "part" | "closest" | "none";
  /** Empty for `none` alone. */
  places: SourcePlace[];
}

/**
 * Leads each sentence of an answer that was combined from parts' answers back to where in the note it comes from: its passages,
 * or else the parts whose answers say it. By words alone, as evidence is found.
 * @param sentences what {@link findEvidence} found for `answer` in `note`
 * @param parts at least one
 * @returns one entry a sentence, in order
 */
export function traceAnswer(
  note: string,
  answer: string,
  sentences: readonly SentenceEvidence[],
  parts: readonly PartOfAnswer[],
): SentenceSource[] {
  const sections = findSections(note);
  const { text: said, spans } = joinedTexts(parts);
  // Matched once, and only where a sentence has no passage of its own.
  let matched: SentenceEvidence[] | undefined;
  const saidAt = (index: number): readonly Span[] => {
    matched ??= findEvidence(said, answer);
    return matched[index]?.passages ?? [];
  };
  return sentences.map(({ sentence, verdict, passages }, index): SentenceSource => {
    if (verdict === "no-claim") return { kind: "none", places: [] };
    if (passages.length > 0)
      return { kind: "passage", places: passages.map((span) => ({ span, titles: titlesOf(span, sections) })) };
    const text = answer.slice(sentence.start, sentence.end);
    const found =
      verdict === "not-told"
        ? parts.filter((part) => saysNotTold(part.text))
        : parts.filter(
            (part, at) => part.text.includes(text) || saidAt(index).some((span) => overlap(span, spans[at] ?? nowhere)),
          );
    return found.length > 0
      ? { kind: "part", places: found.map(placeOf) }
      : { kind: "closest", places: closestParts(text, parts).map(placeOf) };
  });
}

const nowhere: Span = { start: 0, end: 0 };

const placeOf = ({ span, titles }: PartOfAnswer): SourcePlace => ({ span, titles });

/** Titles of the sections that a stretch of the note lies in. */
function titlesOf(span: Span, sections: readonly NoteSection[]): string[] {
  return sections
    .filter(({ heading, body }) => overlap(span, { start: heading.start, end: body.end }))
    .map(({ title }) => title);
}

/** The part whose answer has most of a sentence's rarer words; all parts where none has any. */
function closestParts(sentence: string, parts: readonly PartOfAnswer[]): readonly PartOfAnswer[] {
  const ranks = rankSections(
    parts.map(({ text }) => text),
    sentence,
  );
  const best = Math.max(...ranks);
  return best === 0 ? parts : parts.filter((_, index) => ranks[index] === best);
}

/** The parts' answers as one text, and where each stands in it. */
function joinedTexts(parts: readonly PartOfAnswer[]): { text: string; spans: Span[] } {
  const spans: Span[] = [];
  let text = "";
  for (const part of parts) {
    spans.push({ start: text.length, end: text.length + part.text.length });
    text += `${part.text}\n\n`;
  }
  return { text, spans };
}
