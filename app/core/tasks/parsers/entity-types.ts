const modifier =
  "(?:(?:all|other|medical|clinical|current|past|chronic|acute|active|admission|discharge|home|new|prescribed|administered|diagnostic|lab|laboratory|surgical|physical|relevant|associated|primary|secondary|family|social|patient(?:['’]s)?|the|their|its|corresponding)\\s)*";
const noun =
  "(?:conditions?|diagnos[ei]s|problems?|diseases?|disorders?|comorbidit(?:y|ies)|symptoms?|signs?|complaints?|medications?|drugs?|medicines?|treatments?|therap(?:y|ies)|procedures?|surger(?:y|ies)|operations?|interventions?|tests?|results?|labs?|values?|imaging|studies|findings?|vitals?|measurements?|anatomy|body parts?|organs?|devices?|allerg(?:y|ies)|habits?|lifestyle(?: factors?)?|history|persons?|people|patients?|dates?|times?|doses?|dosages?|frequenc(?:y|ies)|organi[sz]ations?|locations?|facilit(?:y|ies)|ages?|genders?|sex)";
const typeName = new RegExp(
  `^${modifier}${noun}(?:(?:,|\\s?/|\\s&|\\sand|\\sor|\\sof|\\swith)\\s?${modifier}${noun})*$`,
  "i",
);
const typeNoun = new RegExp(`\\b${noun}\\b`, "i");
/** The pattern is tried on what is no longer than this. */
const longestName = 80;

/** True for what names a type of entity, in singular or plural, rather than an entity: "Medications", "Lab tests and results". */
export function isEntityType(text: string): boolean {
  return text.length <= longestName && typeName.test(text);
}

/** The type that a sentence before a list names: "medications" of "The following medications were given". Else empty. */
export function entityTypeIn(text: string): string {
  const found = typeNoun.exec(text)?.[0] ?? "";
  // Sentences about the patient are none about a list.
  return /^(?:patients?|persons?|people)$/i.test(found) ? "" : found;
}
