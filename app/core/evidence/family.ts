const RELATIVES =
  "mother|father|parents?|brothers?|sisters?|siblings?|sons?|daughters?|aunts?|uncles?|cousins?|nephews?|nieces?|grandmother|grandfather|grandparents?|relatives?|mom|dad|twin";
const HAVE =
  "has|had|have|having|died|with|developed|suffer(?:s|ed)?|smokes|takes|took|is an?|was diagnosed|is also|both";

const RELATIVE = new RegExp(String.raw`\b(?:${RELATIVES}|family|familial|maternal|paternal)\b`, "giu");

const OF_FAMILY = new RegExp(
  [
    String.raw`\bfamily (?:history|hx)\b|\bruns in the family\b|\b(?:maternal|paternal)\b`,
    // `Sister: ...`, `his brother, who had ...`
    String.raw`\b(?:${RELATIVES})\b(?:\s*:|,?(?:\s+(?:also|who|\(\d+\)|on the|side))*\s+(?:${HAVE})\b)`,
    String.raw`^(?:(?:his|her|the patient['’]s) )?(?:older |younger |elder )?(?:${RELATIVES})\b`,
    String.raw`\b(?:in|of) (?:his|her|the patient['’]s) (?:${RELATIVES})\b`,
    String.raw`\b(?:${RELATIVES})['’]s?\s`,
  ].join("|"),
  "iu",
);

/** Whether what is said is said of a relative: `Mother had asthma`. A mother who is the patient is `the mother`. */
export const isOfFamily = (text: string): boolean => OF_FAMILY.test(text.replace(/\bthe (?:mother|father)\b/giu, ""));

/** The relatives that a text names, lower case, singular. */
export const relativesIn = (text: string): string[] =>
  (text.match(RELATIVE) ?? []).map((word) => word.toLowerCase().replace(/s$/u, ""));
