/** A note for tests: our own, of no patient. */
export const note = `DISCHARGE SUMMARY (synthetic: no such patient exists)

Admitted: 2021-11-02    Discharged: 2021-11-08

CHIEF COMPLAINT
Shortness of breath and swollen legs for one week.

HISTORY OF PRESENT ILLNESS
Mr. Brandt gained 6 kg in ten days. He denies chest pain, fever and cough. He had run out of furosemide in mid-October.

PAST MEDICAL HISTORY
HTN, COPD, AS (mild), DM type 2. Dilated cardiomyopathy. Gout.

HOSPITAL COURSE
Chest X-ray showed pulmonary edema. Echocardiogram on 2021-11-03: EF 25%, no thrombus. He received intravenous furosemide for
four days, and it was well tolerated. Lisinopril was stopped because of a dry cough; it had been started in March 2019.

DISCHARGE MEDICATIONS
Furosemide 80 mg b.i.d. Carvedilol 6.25 mg twice daily. Allopurinol 100 mg daily, as before.

FOLLOW-UP
Heart failure clinic on 2021-11-15. Potassium in 5 days.
`;

/** What stands at spans of the note. */
export function textsInNote(spans: readonly { start: number; end: number }[]): string[] {
  return spans.map(({ start, end }) => note.slice(start, end));
}
