import { BEGINS, type Words } from "./negation";

/** What follows these may be or is to be: it says nothing of what was. */
const SUPPOSES =
  /^(?:if|consider(?:ing)?|possibl[ey]|suspect(?:s|ed|ing)?|suspicio(?:n|us) (?:of|for)|concern(?:s|ed|ing)? for|risks? (?:of|for)|plans? (?:to|for|is|:)|(?:monitor|watch|screen|screening|return|call|evaluate|assess) for|call (?:your|the|his|her)|rule out|r o|(?:cannot|not) exclude)(?: |$)/u;

const ENDS = /^(?:[.;]|but|however|although|though|which|who|while|because|since|due|given|after|before|so|then)$/u;

/**
 * Which of the words a statement only supposes, as the ConText of Harkema and others (2009) tells what is hypothetical from what
 * happened: what follows a trigger, and of a condition what it is the condition of.
 * @returns as long as `words`
 */
export function findSupposed(words: Words): boolean[] {
  const supposed = words.map(() => false);
  for (const [index, word] of words.entries()) {
    if (!SUPPOSES.test(`${word} ${words[index + 1] ?? ""}`)) continue;
    const isCondition = word === "if";
    if (isCondition) supposeBefore(words, index, supposed);
    supposeAfter(words, index + 1, supposed, isCondition);
  }
  return supposed;
}

function supposeBefore(words: Words, end: number, supposed: boolean[]): void {
  for (let index = end - 1; index >= 0 && !/^(?:[.,;:]|and|but)$/u.test(words[index] ?? ""); index--)
    supposed[index] = true;
}

/** @param isCondition whether what comes after a comma is supposed as well: `if fever recurs, she is to call` */
function supposeAfter(words: Words, start: number, supposed: boolean[], isCondition: boolean): void {
  for (let index = start; index < words.length; index++) {
    const word = words[index] ?? "";
    if (ENDS.test(word) || (!isCondition && /^(?:,|and)$/u.test(word) && beginsStatement(words, index + 1))) return;
    supposed[index] = true;
  }
}

function beginsStatement(words: Words, start: number): boolean {
  for (let index = start; index < words.length && !/^[.,;]$/u.test(words[index] ?? ""); index++)
    if (BEGINS.test(words[index] ?? "")) return true;
  return false;
}
