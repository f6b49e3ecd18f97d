/** Saturation of a word's count within a section, and how much a section's length counts: BM25's usual values. */
const k1 = 1.2;
const b = 0.75;

/**
 * How much each section has to do with a question: Okapi BM25 over their words, with the sections for documents. 0 where they
 * have no word in common.
 */
export function rankSections(sections: readonly string[], question: string): number[] {
  const counts = sections.map(countWords);
  const lengths = counts.map((words) => [...words.values()].reduce((sum, count) => sum + count, 0));
  const meanLength = lengths.reduce((sum, length) => sum + length, 0) / Math.max(1, sections.length);
  const asked = [...countWords(question).keys()].map((word) => {
    const holding = counts.filter((words) => words.has(word)).length;
    return { word, idf: Math.log(1 + (sections.length - holding + 0.5) / (holding + 0.5)) };
  });
  return counts.map((words, index) =>
    asked.reduce((score, { word, idf }) => {
      const count = words.get(word) ?? 0;
      const norm = k1 * (1 - b + (b * (lengths[index] ?? 0)) / Math.max(1, meanLength));
      return score + (idf * count * (k1 + 1)) / (count + norm);
    }, 0),
  );
}

/**
 * Which sections go in: those that have most to do with the question, as long as they have room, and of those that have nothing,
 * the first ones. Returns their indices, in the note's order.
 * @param tokens of each section
 * @param relevance of each section, as {@link rankSections} gives it
 */
export function chooseSections(tokens: readonly number[], relevance: readonly number[], room: number): number[] {
  const order = tokens.map((_, index) => index).sort((a, b) => (relevance[b] ?? 0) - (relevance[a] ?? 0) || a - b);
  const chosen: number[] = [];
  let left = room;
  for (const index of order) {
    const size = tokens[index] ?? 0;
    if (size > left) continue;
    chosen.push(index);
    left -= size;
  }
  return chosen.sort((a, b) => a - b);
}

/** Words of three letters or more, in lower case, without a plural's s. */
function countWords(text: string): Map<string, number> {
  const counts = new Map<string, number>();
  for (const [word] of text.toLowerCase().matchAll(/[\p{L}\p{N}]{3,}/gu)) {
    const stem = word.replace(/(?<=[^s])s$/u, "");
    counts.set(stem, (counts.get(stem) ?? 0) + 1);
  }
  return counts;
}
