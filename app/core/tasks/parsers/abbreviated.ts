const longestAbbreviation = 12;

/** True for what is written as abbreviations are: capitals or digits among few letters, or dots: "COPD", "HbA1c", "b.i.d.", "t-PA". */
export function isAbbreviated(text: string): boolean {
  if (text.length > longestAbbreviation || text.includes(" ") || !/\p{L}/u.test(text)) return false;
  const capitals = text.match(/\p{Lu}/gu)?.length ?? 0;
  return capitals > 1 || /\p{L}\./u.test(text) || (capitals === 1 && /\d|^\p{Ll}/u.test(text));
}

/** True when the abbreviation's letters begin, in order, words of the expansion, or stand in one: "HTN", "hypertension". */
export function standsFor(abbreviation: string, expansion: string): boolean {
  const letters = abbreviation.toLowerCase().replace(/[^\p{L}]/gu, "");
  const words = expansion.toLowerCase();
  if (letters === "" || !words.startsWith(letters.charAt(0))) return false;
  let at = 0;
  for (const letter of letters) {
    at = words.indexOf(letter, at) + 1;
    if (at === 0) return false;
  }
  return true;
}
