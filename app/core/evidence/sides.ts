import type { Words } from "./negation";

export type Side = "left" | "right" | "both";

/** A side, and the index of the word that tells it. */
export interface ToldSide {
  side: Side;
  word: number;
}

const SIDES = new Map<string, Side>([
  ["left", "left"],
  ["right", "right"],
  ["lt", "left"],
  ["rt", "right"],
  ["bilateral", "both"],
  ["bilaterally", "both"],
]);

/** After these, `left` is a verb or `right` no side. */
const NO_SIDE = /^(?:the|against|alone|hospital|home|now|away|after|before|ama|handed)$/u;

/** Of `was left in place` and `she left early`. */
const PASSIVE = /^(?:is|are|was|were|be|been|being)$/u;
const PLACED = /^(?:in|on|at|with|as|open|off|out|to)$/u;
const LEAVES = /^(?:he|she|they|patient)$/u;

const MARK = /^[^\p{L}\p{N}¤]/u;

/**
 * The side that each word is said to be on: what follows `left`, or what stands before `on the left`.
 * @param isTerm whether the word at this index says something
 * @returns as long as `words`
 */
export function findSides(words: Words, texts: Words, isTerm: (index: number) => boolean): (ToldSide | undefined)[] {
  const sides: (ToldSide | undefined)[] = words.map(() => undefined);
  for (const [index, word] of words.entries()) {
    const next = words[index + 1] ?? "";
    const side = SIDES.get(word) ?? letterSide(texts[index] ?? "", next);
    if (side === undefined || NO_SIDE.test(next) || (word === "left" && isVerb(words[index - 1] ?? "", next))) continue;
    const told = { side, word: index };
    sides[index] = told;
    let following = index + 1;
    while (
      following < words.length &&
      (words[following] === "sided" || words[following] === "side" || isTerm(following)) &&
      following < index + 6
    ) {
      sides[following] = told;
      following++;
    }
    const attached = sides.slice(index + 1, following).some((_, offset) => isTerm(index + 1 + offset));
    if (!attached) markBefore(words, told, sides, isTerm);
  }
  return sides;
}

const isVerb = (before: string, next: string): boolean =>
  LEAVES.test(before) || (PASSIVE.test(before) && PLACED.test(next));

/** `L chest`, `R arm`. */
function letterSide(text: string, next: string): Side | undefined {
  if (!/^\p{Ll}{3}/u.test(next)) return undefined;
  return text === "L" ? "left" : text === "R" ? "right" : undefined;
}

function markBefore(
  words: Words,
  told: ToldSide,
  sides: (ToldSide | undefined)[],
  isTerm: (index: number) => boolean,
): void {
  let marked = 0;
  for (let index = told.word - 1; index >= 0 && marked < 4; index--) {
    if (MARK.test(words[index] ?? "") || sides[index] !== undefined) return;
    if (!isTerm(index)) continue;
    sides[index] = told;
    marked++;
  }
}
