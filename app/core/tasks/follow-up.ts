/** A question that was answered. */
export interface Exchange {
  question: string;
  answer: string;
}

/**
 * The instruction for a question that follows others about the same note. The model was trained on one instruction at a time, so
 * what was said before is told within it; with nothing before, it is the question alone.
 */
export function followUpInstruction(earlier: readonly Exchange[], question: string): string {
  if (earlier.length === 0 || question.trim() === "") return question;
  const told = earlier.map(({ question, answer }) => `Earlier question: ${question.trim()}\nAnswer: ${answer.trim()}`);
  return `${told.join("\n")}\nFollow-up question: ${question}`;
}
