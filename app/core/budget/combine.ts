/** What was answered from one part of a note. */
export interface PartAnswer {
  /** Titles of the sections that the part was made of. */
  titles: readonly string[];
  text: string;
}

/** Titles that an answer is named by: of a long note that is combined in rounds they would outgrow what was said. */
const mostTitles = 8;

/** What the model reads in the note's place to make one answer of several. */
export function combinedNote(answers: readonly PartAnswer[]): string {
  return answers.map(({ titles, text }) => `${named(titles) || "Note"}:\n${text.trim()}`).join("\n\n");
}

function named(titles: readonly string[]): string {
  return [...new Set(titles)].slice(0, mostTitles).join(", ");
}

/** What it is told to do with it. */
export function combiningInstruction(instruction: string): string {
  return `These are answers to one instruction, each from another part of the same discharge summary. Combine them into one answer, and leave out parts that say that they do not tell. The instruction is: ${instruction}`;
}

/**
 * Groups answers that follow each other so that each group has room, and has two at least: fewer would not get less.
 * @param tokens of each answer, as {@link combinedNote} writes it
 * @param room two answers must have it
 */
export function groupAnswers(answers: readonly PartAnswer[], tokens: readonly number[], room: number): PartAnswer[][] {
  const groups: PartAnswer[][] = [];
  let used = 0;
  for (const [index, answer] of answers.entries()) {
    const size = tokens[index] ?? 0;
    const group = groups.at(-1);
    if (group === undefined || (used + size > room && group.length > 1)) {
      groups.push([answer]);
      used = size;
    } else {
      group.push(answer);
      used += size;
    }
  }
  return groups;
}
