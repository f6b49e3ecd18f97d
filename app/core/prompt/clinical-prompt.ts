/**
 * The authors' files differ by one space at the prompt's end: their evaluation code and README, with which the scores were
 * made, send it; their training code does not.
 */
export type PromptForm = "published" | "training";

/** What stands before the last newline. */
const endings: Record<PromptForm, string> = { published: " ", training: "" };

/**
 * The prompt that Asclepius was trained on, byte for byte: the misspelling "languge" belongs to it. Source: arXiv 2309.00237
 * and its published code.
 *
 * Leading and trailing newlines of note and question are stripped; newlines inside stay.
 */
export function clinicalPrompt(note: string, question: string, form: PromptForm = "published"): string {
  return `You are an intelligent clinical languge model.
Below is a snippet of patient's discharge summary and a following instruction from healthcare professional.
Write a response that appropriately completes the instruction.
The response should provide the accurate answer to the instruction, while being concise.

[Discharge Summary Begin]
${stripNewlines(note)}
[Discharge Summary End]

[Instruction Begin]
${stripNewlines(question)}
[Instruction End]${endings[form]}
`;
}

function stripNewlines(text: string): string {
  return text.replace(/^[\r\n]+|[\r\n]+$/g, "");
}
