/** A note of ours and a question about it. All notes are synthetic. */
export interface Case {
  note: string;
  question: string;
}

export const cases: [Case, Case, Case] = [
  {
    note: "72-year-old man with COPD. Discharged on prednisone 40 mg daily for 5 days. No fever.",
    question: "What is the dose of prednisone?",
  },
  {
    note: "Penicillin allergy (rash). Cellulitis of the left leg, improved on clindamycin.",
    question: "Which leg was infected?",
  },
  {
    note: "Admitted for chest pain. Troponin negative twice. ECG normal. Sent home the next day.",
    question: "Summarize the stay in one sentence.",
  },
];

/** The prompt as published, written out here a second time so that the app's own text is held against it. */
export function publishedPrompt({ note, question }: Case): string {
  return [
    "You are an intelligent clinical languge model.",
    "Below is a snippet of patient's discharge summary and a following instruction from healthcare professional.",
    "Write a response that appropriately completes the instruction.",
    "The response should provide the accurate answer to the instruction, while being concise.",
    "",
    "[Discharge Summary Begin]",
    note,
    "[Discharge Summary End]",
    "",
    "[Instruction Begin]",
    question,
    "[Instruction End] ",
    "",
  ].join("\n");
}
