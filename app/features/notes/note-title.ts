/** Characters of a tab's title: what three tabs have room for. */
const maxTitleLength = 32;
/** Where the first line is looked for, in characters: titles follow each key, and notes are long. */
const searchedLength = 2000;

/** What a note is called that has no name of its own: its first line, as a title. Undefined where there is none. */
export function titleOf(text: string): string | undefined {
  const line = text
    .slice(0, searchedLength)
    .split("\n")
    .map((candidate) => candidate.replace(/[#*_=]+/g, " ").trim())
    .find((candidate) => /[\p{L}\p{N}]/u.test(candidate));
  if (line === undefined) return undefined;
  const words = line.replace(/\(.*|:$/s, "").trim() || line;
  return shorten(sentenceCase(words.replace(/\s+/g, " ")));
}

/** The titles of several notes, each different: a second "Discharge summary" is "Discharge summary (2)". */
export function distinctTitles(titles: readonly string[]): string[] {
  const taken = new Set<string>();
  return titles.map((title) => {
    let distinct = title;
    for (let count = 2; taken.has(distinct); count++) distinct = `${title} (${count})`;
    taken.add(distinct);
    return distinct;
  });
}

/** Headings are written in capitals, which are hard to read side by side. */
function sentenceCase(title: string): string {
  if (title.length < 5 || title !== title.toUpperCase()) return title;
  return title.charAt(0) + title.slice(1).toLowerCase();
}

function shorten(title: string): string {
  if (title.length <= maxTitleLength) return title;
  const cut = title.slice(0, maxTitleLength);
  const lastSpace = cut.lastIndexOf(" ");
  return `${(lastSpace > maxTitleLength / 2 ? cut.slice(0, lastSpace) : cut).trimEnd()}…`;
}
