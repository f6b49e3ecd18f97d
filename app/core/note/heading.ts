import { isKnownTitle } from "./known-titles";

/** A line of a note, and what is around it. */
export interface LineInNote {
  /** Without spaces around it. */
  line: string;
  /** The line after it, without spaces around it; "" at the note's end. */
  next: string;
  /** Whether it is the first line, or the one before is blank. */
  startsBlock: boolean;
}

export interface Heading {
  /** As the note writes it, without number, colon or markup. */
  title: string;
  /** How much of the line is the heading, in UTF-16 units: all of it, or what comes before text on the same line. */
  length: number;
}

/** In UTF-16 units, without markup. The longest usual title, "Major Surgical or Invasive Procedure", has 36; a date and a remark may follow. */
const maxTitleLength = 90;
/** `###### `, `**` before and after, `:`, spaces. */
const maxMarkupLength = 10;
const maxTitleWords = 12;
/** Of a title that has capitals like a sentence: longer ones before a colon are mostly sentences that announce a list. */
const maxSentenceCaseWords = 3;

/** Of the block at the top that says who, when and where. */
const identityField =
  /\b(?:account|admitted|age|attending|date|discharged|dob|mrn|name|number|physician|provider|service|sex)\b/i;
const documentName = /^(?:\p{L}+ ){0,2}(?:summary|note|report)$/iu;
const listNumber = /^(?:\d{1,2}(?:\.\d{1,2})*|[IVX]{1,4})[.)]\s+/;
const minorWord = /^(?:a|an|and|at|by|for|from|in|of|on|or|per|the|to|with)$/;

/** What the line is the heading of, if it is one. */
export function findHeading(lineInNote: LineInNote): Heading | undefined {
  return headingByMarkup(lineInNote) ?? headingByWords(lineInNote);
}

/** `## Plan`, `**Plan**` or an underlined line: whatever it says, if it is not a sentence. */
function headingByMarkup({ line, next, startsBlock }: LineInNote): Heading | undefined {
  if (line.length > maxTitleLength + maxMarkupLength) return undefined;
  const match = /^#{1,6}\s+(.*?)[\s#]*$/.exec(line) ?? /^\*\*([^*]+)\*\*$/.exec(line) ?? /^__([^_]+)__$/.exec(line);
  const text = match?.[1] ?? (startsBlock && isUnderline(next) ? line : "");
  const title = withoutNumber(text).replace(/:$/, "").trim();
  return hasTitleShape(title) ? { title, length: line.length } : undefined;
}

/** `Hospital Course:`, `PMH: gout` or `FOLLOW-UP`: usual titles, and after a blank line what looks like one. */
function headingByWords({ line, next, startsBlock }: LineInNote): Heading | undefined {
  const colon = /^(\*\*)?([^:]+?)(?::\1|\1:)(?=\s|$)/.exec(line.slice(0, maxTitleLength + maxMarkupLength));
  const text = colon?.[2] ?? line;
  if (text.length > maxTitleLength) return undefined;
  const title = withoutNumber(text);
  const heading = { title, length: colon?.[0].length ?? line.length };
  if (!hasTitleShape(title) || !/^\p{Lu}/u.test(title)) return undefined;
  const words = withoutRemarks(title);
  if (isKnownTitle(words) || colon?.[1] !== undefined) return heading;

  const isListItem = title !== text && listNumber.test(next);
  if (!startsBlock || isListItem) return undefined;
  if (isUpperCase(words)) return colon !== null && identityField.test(words) ? undefined : heading;
  return colon !== null && heading.length === line.length && isTitle(words) ? heading : undefined;
}

/** Whether the line says what kind of document the note is, as a first line does: "DISCHARGE SUMMARY". */
export function namesDocument(line: string): boolean {
  return line.length <= maxTitleLength && documentName.test(withoutRemarks(line.replace(/:$/, "")));
}

/** Whether the line does nothing but underline the one before. */
export function isUnderline(line: string): boolean {
  return /^(?:-{3,}|={3,}|_{3,}|~{3,})$/.test(line);
}

function hasTitleShape(title: string): boolean {
  if (title.length > maxTitleLength || /[.;,!?]$|[.!?]\s+\p{Lu}\p{Ll}/u.test(title)) return false;
  return /\p{L}\P{L}?\p{L}/u.test(title) && title.split(/\s+/).length <= maxTitleWords;
}

function withoutNumber(text: string): string {
  return text.replace(listNumber, "").trim();
}

/** Without what headings carry besides their words: "(copied)", "[imported]", a date at the end. */
function withoutRemarks(title: string): string {
  return title
    .replace(/\([^()]*\)|\[[^[\]]*\]/g, " ")
    .replace(/[\s,]+[\d/.-]+\s*$/, "")
    .trim();
}

function isUpperCase(title: string): boolean {
  return !/\p{Ll}/u.test(title) && (title.match(/\p{Lu}/gu)?.length ?? 0) >= 5;
}

function isTitle(text: string): boolean {
  const words = text.split(/[\s/]+/);
  return (
    words.length <= maxSentenceCaseWords ||
    words.every((word) => minorWord.test(word) || /^[^\p{L}]*\p{Lu}|^[^\p{L}]*$/u.test(word))
  );
}
