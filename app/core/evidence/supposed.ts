import { BEGINS, VERB, type Words } from "./negation";

/** What follows these may be or is to be: it says nothing of what was. */
const SUPPOSES =
  /^(?:if|consider(?:ing)?|possibl[ey]|suspect(?:s|ed|ing)?|suspicio(?:n|us) (?:of|for)|concern(?:s|ed|ing)? for|risks? (?:of|for)|plans? (?:to|for|is|:)|(?:monitor|watch|screen|screening|return|call|evaluate|assess) for|call (?:your|the|his|her)|rule out|r o|(?:cannot|not) exclude)(?: |$)/u;

/** What is no condition: `every 6 hours if needed`. */
const NO_CONDITION = /^(?:needed|necessary|required|possible|tolerated|any)$/u;

/** After these, commas part what is to be: `plan to stop aspirin, start apixaban`. */
const LISTS = /^(?:if|consider(?:ing)?|plans?)$/u;

const ENDS = /^(?:[.;]|but|however|although|though|which|who|while|because|since|due|given|after|before|so|then)$/u;

/**
 * Which of the words a statement only supposes, as the ConText of Harkema and others (2009) tells what is hypothetical from what
 * happened: what follows a trigger, and of a condition what it is the condition of.
 * @returns as long as `words`
 */
export function findSupposed(words: Words): boolean[] {
  const supposed = words.map(() => false);
  const triggers = [...words.keys()].filter(
    (index) => SUPPOSES.test(`${words[index] ?? ""} ${words[index + 1] ?? ""}`) && !isTold(words, index),
  );
  if (triggers.length === 0) return supposed;
  const joined = findJoined(words);
  for (const index of triggers) {
    if (words[index] === "if") supposeBefore(words, index, supposed);
    supposeAfter(words, index, joined, supposed);
  }
  return supposed;
}

/** Whether a trigger supposes nothing after all: `if needed`, `screening for HIV was negative`, `return for a check on March 5`. */
function isTold(words: Words, index: number): boolean {
  const word = words[index] ?? "";
  if (word === "if") return NO_CONDITION.test(words[index + 1] ?? "");
  const end = words.findIndex((other, at) => at > index && ENDS.test(other));
  const after = words.slice(index + 1, end < 0 ? undefined : end);
  if (word.startsWith("screen")) return after.some((other) => VERB.test(other));
  return word === "return" && after.some((other, at) => /^(?:in|on)$/u.test(other) && after[at + 1] === "¤");
}

function supposeBefore(words: Words, end: number, supposed: boolean[]): void {
  for (let index = end - 1; index >= 0 && !/^(?:[.,;:]|and|but)$/u.test(words[index] ?? ""); index--)
    supposed[index] = true;
}

/** Of a condition, what comes after a comma is supposed as well: `if fever recurs, she is to call`. */
function supposeAfter(words: Words, trigger: number, joined: readonly boolean[], supposed: boolean[]): void {
  const isCondition = words[trigger] === "if";
  const isList = LISTS.test(words[trigger] ?? "");
  for (let index = trigger + 1; index < words.length; index++) {
    const word = words[index] ?? "";
    if (ENDS.test(word) || (word === ":" && index > trigger + 1)) return;
    if (!isList && /^with(?:out)?$/u.test(word)) return;
    if (!isCondition && /^(?:,|and)$/u.test(word) && beginsStatement(words, index + 1)) return;
    if (!isList && word === "," && joined[index + 1] !== true) return;
    supposed[index] = true;
  }
}

function beginsStatement(words: Words, start: number): boolean {
  if (words[start]?.startsWith("continue") === true) return true;
  for (let index = start; index < words.length && !/^[.,;]$/u.test(words[index] ?? ""); index++)
    if (BEGINS.test(words[index] ?? "") || VERB.test(words[index] ?? "")) return true;
  return false;
}

/** Whether from each word on a last `and` or `or` follows, as in `call for fever, chills or pain`. */
function findJoined(words: Words): boolean[] {
  const joined = words.map(() => false);
  for (let index = words.length - 1; index >= 0; index--) {
    const word = words[index] ?? "";
    const isLast = /^(?:and|or)$/u.test(word);
    joined[index] = isLast ? !beginsStatement(words, index + 1) : !ENDS.test(word) && joined[index + 1] === true;
  }
  return joined;
}
