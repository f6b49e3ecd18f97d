import type { NoteSection } from "../note/sections";
import type { SentenceEvidence } from "./evidence";

/** The sections of a note in which no passage of an answer lies, though they say something: what the answer may have left out. */
export function untouchedSections(
  sections: readonly NoteSection[],
  evidence: readonly SentenceEvidence[],
): NoteSection[] {
  const passages = evidence.flatMap((sentence) => sentence.passages);
  return sections.filter(
    ({ heading, body }) =>
      body.end > body.start &&
      passages.every(({ start, end }) => end <= Math.min(heading.start, body.start) || start >= body.end),
  );
}
