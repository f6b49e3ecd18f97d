const qualifiers =
  "admission|brief|current|discharge|final|home|initial|inpatient|major|other|outpatient|past|pertinent|present|prior|" +
  "preadmission|presenting|previous|primary|principal|relevant|secondary|significant|summary of";

const histories =
  "birth|developmental|family|family and social|genetics and family|gynecologic|medical|medication|obstetric|oncologic|" +
  "past medical|psychiatric|sexual|social|social and family|substance use|surgical|transplant|travel";

const subjects = [
  `history|(?:${histories}) (?:history|hx)|hx|history of (?:the )?present(?:ing)? illness|illness|complaints?|problems?|problem list`,
  "chief complaint|reason for (?:admission|consult|consultation|hospitali[sz]ation|referral|visit)|indication",
  "hospital course|clinical course|course|interval history|events|summary|review of systems",
  "allergies|allergy|allergies and adverse reactions|medications?|medication list|meds|immuni[sz]ations|vaccinations",
  "diagnosis|diagnoses|differential diagnosis|procedures?|surgical or invasive procedures?|operations?|consults?|consultations?",
  "(?:physical )?exam(?:ination)?|vitals|vital signs|labs?|lab results|laboratory (?:data|findings|results|studies|values)",
  "imaging|radiology|studies|results|findings|microbiology|pathology|echocardiogram|electrocardiogram",
  "impression|assessment|assessment and plan|plan|recommendations|disposition|condition|code status|discharge status",
  "follow ?up|follow ?up (?:appointments|instructions|plans?)|instructions|patient instructions",
  "cc|hpi|pmhx?|pshx?|fhx?|shx?|ros|pe|a p|dx|dispo|f u",
].join("|");

const occasions =
  "(?:on|at|upon) (?:admission|arrival|discharge|presentation|transfer)|(?:at|from) home|(?:before|prior to) admission|" +
  "by (?:issue|organ system|problem|system)s?";

const knownTitle = new RegExp(`^(?:(?:${qualifiers}) )*(?:${subjects})(?: (?:${occasions}))?$`);

/** Whether discharge summaries use this text as a heading: "Brief Hospital Course", "MEDICATIONS ON ADMISSION", "F/U". */
export function isKnownTitle(title: string): boolean {
  const words = title
    .toLowerCase()
    .replaceAll("&", " and ")
    .replace(/[^\p{L}\p{N}]+/gu, " ")
    .trim();
  return knownTitle.test(words);
}
