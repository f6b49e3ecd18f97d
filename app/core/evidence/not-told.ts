const SOURCE = String.raw`(?:note|notes|summary|record|records|text|document|documentation|chart|report|discharge summary|snippet|it|information)`;

/** What a note does: `the report does not mention`, but not `the report did not show`. */
const TELL = String.raw`(?:mention|say|state|specif|tell|provide|contain|include|give|list|document|record|describe|report|indicate|explain|discuss|address|name|detail|clarif|make|have|offer|note|disclose|answer|refer|elaborate|comment|define|speak|go into)`;

const NOT_TOLD = new RegExp(
  [
    // The note does not say whether ...
    String.raw`\b${SOURCE}(?:\s+(?:provided|given|above|itself|here))?\s+(?:(?:does not|doesn['’]t|did not|didn['’]t|do not|don['’]t|fails to|never|cannot)\s+(?:(?:\w+ly|even|also)\s+)*${TELL}\w*|gives no|contains no|makes no|has no|provides no|offers no|includes no|lacks|says nothing|is silent)\b`,
    // ... is not mentioned.
    String.raw`\b(?:not|n['’]t|never|nowhere)\s+(?:\w+ly\s+)?(?:been\s+)?(?:mentioned|specified|stated|told|provided|recorded|documented|described|indicated|disclosed|discussed|included|clear from|available|addressed|listed|explained|known from)\b`,
    String.raw`\bno\s+(?:(?:specific|further|explicit|clear|other|additional|such)\s+)?(?:mention|information|details?|documentation|data|indication(?! (?:for|to)\b)|statement|reference|record)\b`,
    String.raw`\bnothing (?:is |was |has been )?(?:said|mentioned|stated|recorded|documented|written|known)\b|\bsays? nothing\b`,
    String.raw`\b(?:cannot|can['’]t|can not|could not) be (?:determined|answered|established|inferred|told|known|found)\b`,
    String.raw`\bunanswerable\b|\b(?:is|are|was|were|left|remains?) unspecified\b|\bunknown from\b|\bis unclear from\b|\bcannot (?:tell|say|determine|answer)\b`,
  ].join("|"),
  "iu",
);

/** Whether a sentence says that the note does not tell what was asked. */
export const saysNotTold = (sentence: string): boolean => NOT_TOLD.test(sentence);
