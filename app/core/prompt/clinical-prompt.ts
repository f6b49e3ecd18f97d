/** Named, so that no editor strips it from the end of its line. */
const publishedSpace = " ";

/**
 * The prompt that Asclepius was trained on, byte for byte: the misspelling "languge" belongs to it, and so does the space
 * before the last newline, as the authors' evaluation code and README send it. Source: arXiv 2309.00237 and its published
 * code.
 *
 * Leading and trailing newlines of note and question are stripped; newlines inside stay.
 */
export function clinicalPrompt(note: string, question: string): string {
  return `You are an intelligent clinical languge model.
Below is a snippet of patient's discharge summary and a following instruction from healthcare professional.
Write a response that appropriately completes the instruction.
The response should provide the accurate answer to the instruction, while being concise.

[Discharge Summary Begin]
${stripNewlines(note)}
[Discharge Summary End]

[Instruction Begin]
${stripNewlines(question)}
[Instruction End]${publishedSpace}
`;
}

function stripNewlines(text: string): string {
  return text.replace(/^[\r\n]+|[\r\n]+$/g, "");
}
