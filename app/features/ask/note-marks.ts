import type { SentenceEvidence } from "../../core/evidence/evidence";
import type { NoteMark } from "../../core/note/note-mark";
import { marks as resultMarks } from "../../core/tasks/marks";
import type { TaskResult } from "../../core/tasks/result";
import type { EvidenceState, PointedAt } from "./ask-store";

/** The mark of what a reader asked to see. */
const pointedId = "pointed";

/** What an answer marks in its note: what its task found there, what its sentences rest on, and what was asked to be seen. */
export function noteMarks(
  evidence: EvidenceState,
  parsed: TaskResult | undefined,
  pointedAt: PointedAt | undefined,
): NoteMark[] {
  const found = parsed === undefined ? [] : resultMarks(parsed).map((mark) => ({ ...mark, ids: [] }));
  const sentences = evidence.kind === "found" ? evidence.sentences : [];
  const marks: NoteMark[] = [...found, ...sentences.flatMap(marksOf)];
  if (pointedAt?.kind === "span")
    marks.push({ span: pointedAt.span, kind: "entity", label: "Shown", ids: [pointedId] });
  return marks;
}

/** The id of the mark that should be in view. */
export function activeMark(pointedAt: PointedAt | undefined): string | undefined {
  if (pointedAt === undefined) return undefined;
  return pointedAt.kind === "span" ? pointedId : sentenceId(pointedAt.index);
}

/** What the marks with these ids point back at; `isSought` where the reader wants to see it. */
export function pointedBy(ids: readonly string[], isSought: boolean): PointedAt | undefined {
  const index = ids.map((id) => /^sentence-(\d+)$/.exec(id)?.[1]).find((match) => match !== undefined);
  return index === undefined ? undefined : { kind: "sentence", index: Number(index), isSought };
}

function marksOf({ verdict, passages }: SentenceEvidence, index: number): NoteMark[] {
  const isConflict = verdict === "contradicted";
  const label = isConflict ? `Sentence ${index + 1} of the answer differs` : `Sentence ${index + 1} of the answer`;
  return passages.map((span) => ({ span, kind: isConflict ? "conflict" : "support", label, ids: [sentenceId(index)] }));
}

function sentenceId(index: number): string {
  return `sentence-${index}`;
}
