import { useAsk } from "./ask-store";

const sampleQuestion = "What is the discharge dose of apixaban, and why was it changed?";

/** Puts a question about the sample note on the page. */
export function writeSampleQuestion(): void {
  useAsk.setState(({ values }) => ({
    taskId: "question",
    values: { ...values, question: { question: sampleQuestion } },
  }));
}
