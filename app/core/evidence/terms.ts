import { spanOf, type Span } from "../text/span";
import { findNegated } from "./negation";
import { findSides, type Side } from "./sides";
import { stem } from "./stem";
import { findSupposed } from "./supposed";
import type { Token } from "./tokens";
import { findPhrase } from "./vocabulary/lexicon";
import { isStopWord } from "./vocabulary/word-weights";

/** A word that says something. */
export interface Term extends Span {
  /** The stem of the form that the vocabulary prefers. */
  word: string;
  negated: boolean;
  /** What may be or is to be, not what is: the fever of `return if fever recurs`. */
  isSupposed: boolean;
  side?: Side;
  /** The word that tells the side: the term itself where it is `LLL`. */
  sideSpan: Span;
  /** How many words the phrase has that it came from: `atrial` and `fibrillation` of `AF`. */
  phraseLength: number;
}

const HYPHEN = /^[-–/'’]$/u;

/**
 * The terms of a statement's tokens, in order, and the starts of those tokens that are denied though they are none, such as
 * figures. Words in `ignored`, lower case, say nothing.
 */
export function readTerms(
  tokens: readonly Token[],
  ignored: ReadonlySet<string>,
): { terms: Term[]; denied: Set<number> } {
  const read = tokens.filter(({ text }, index) => !HYPHEN.test(text) && !isPartOfName(tokens, index));
  const words = read.map(({ text }) => text.toLowerCase());
  const stems = read.map(({ text }) => (/^[\p{L}\p{N}]/u.test(text) ? stem(text) : ""));
  const isTerm = (index: number) =>
    read[index]?.isWord === true && !isStopWord(stems[index] ?? "") && !ignored.has(words[index] ?? "");
  const negated = findNegated(words);
  const supposed = findSupposed(words);
  const sides = findSides(
    words,
    read.map(({ text }) => text),
    isTerm,
  );
  const terms: Term[] = [];
  for (let index = 0; index < read.length;) {
    const phrase = findPhrase(stems, index);
    const length = phrase?.stems.length ?? 1;
    const last = index + length - 1;
    const [start, end] = [read[index]?.start ?? 0, read[last]?.end ?? 0];
    const canonical = phrase?.canonical ?? (isTerm(index) ? stems.slice(index, index + 1) : []);
    const told = sides[last] ?? sides[index];
    const side = told?.side ?? sideOf(canonical);
    const sideSpan = spanOf(read[told?.word ?? -1] ?? { start, end });
    // What a phrase denies by its own first word, it says already: `no known allergies`.
    const deniesItself = /^non?$/u.test(phrase?.stems[0] ?? "");
    const isDenied = negated[index] === true || (negated[last] === true && !deniesItself);
    const isNegated = isDenied !== (canonical[0] === "no");
    for (const word of canonical) {
      if (isStopWord(word) || SIDE_WORDS.has(word)) continue;
      terms.push({
        word,
        negated: isNegated,
        isSupposed: supposed[last] === true,
        ...(side === undefined ? {} : { side }),
        sideSpan,
        phraseLength: canonical.length,
        start,
        end,
      });
    }
    index += length;
  }
  return { terms, denied: new Set(read.filter((_, index) => negated[index] === true).map(({ start }) => start)) };
}

const SIDE_WORDS = new Set(["left", "right", "lt", "rt", "bilateral", "sided"].map(stem));

/** The colon of `Sex: M` and the full stop of `E. coli` stand within a name. */
function isPartOfName(tokens: readonly Token[], index: number): boolean {
  const [before, token, after] = [tokens[index - 1], tokens[index], tokens[index + 1]];
  if (token?.text === ":") return /^[MF]$/u.test(after?.text ?? "");
  return token?.text === "." && /^\p{Lu}$/u.test(before?.text ?? "") && /^\p{L}{2}/u.test(after?.text ?? "");
}

/** The side in an abbreviation: of `LLL`. That of the left ventricle tells nothing, since nobody has another. */
function sideOf(canonical: readonly string[]): Side | undefined {
  if (canonical.some((word) => /^(?:ventricl|atrium|anterior)$/u.test(word))) return undefined;
  return canonical.includes("left") ? "left" : canonical.includes("right") ? "right" : undefined;
}
