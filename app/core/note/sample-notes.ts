/** A synthetic note of ours. */
export interface SampleNote {
  /** In public/notes. */
  file: string;
  title: string;
}

/** All of them; the first is the one that a first visit opens. */
export const sampleNotes: readonly SampleNote[] = [
  { file: "hip-fracture.txt", title: "Hip fracture" },
  { file: "heart-failure.txt", title: "Heart failure" },
  { file: "stroke.txt", title: "Stroke" },
  { file: "sepsis-diabetes.txt", title: "Sepsis and diabetes" },
  { file: "copd-exacerbation.txt", title: "COPD exacerbation" },
  { file: "pediatric-asthma.txt", title: "Asthma in a child" },
  { file: "gi-bleed-warfarin.txt", title: "Gastrointestinal bleed on warfarin" },
  { file: "obstetrics-preeclampsia.txt", title: "Preeclampsia and cesarean section" },
  { file: "psychiatry-lithium.txt", title: "Lithium toxicity" },
  { file: "renal-transplant.txt", title: "Kidney transplant with rising creatinine" },
  { file: "neutropenic-fever.txt", title: "Neutropenic fever" },
  { file: "trauma-icu.txt", title: "Motorcycle injuries, intensive care" },
];
