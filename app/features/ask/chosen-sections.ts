import { chooseSections } from "../../core/budget/choose-sections";
import type { NoteBudget } from "../../core/budget/measure-note";
import type { LongNoteChoice } from "./ask-store";

/** Indices of the sections that are read: the user's, or else those that have most to do with the question and have room. */
export function chosenSections(
  { sections, room }: NoteBudget,
  chosen: readonly number[] | undefined,
): readonly number[] {
  if (chosen !== undefined) return chosen.filter((index) => index < sections.length);
  return chooseSections(
    sections.map(({ tokens }) => tokens),
    sections.map(({ relevance }) => relevance),
    room,
  );
}

/** Tokens of the sections of these indices. */
export function tokensOf({ sections }: NoteBudget, indices: readonly number[]): number {
  return indices.reduce((sum, index) => sum + (sections[index]?.tokens ?? 0), 0);
}

/** Whether a note that is too long can be read as was chosen: something of it, and no more than has room. */
export function canBeRead(budget: NoteBudget, choice: LongNoteChoice): boolean {
  if (choice.kind !== "sections") return budget.parts.length > 0;
  const indices = chosenSections(budget, choice.chosen);
  return indices.length > 0 && tokensOf(budget, indices) <= budget.room;
}
