import { useAsk } from "./ask-store";

const sampleNoteUrl = "/notes/hip-fracture.txt";
const sampleQuestion = "What is the discharge dose of apixaban, and why was it changed?";

/** Puts the synthetic sample note and a question about it on the page. Resolves to false when it is not served. */
export async function openSampleNote(): Promise<boolean> {
  const response = await fetch(sampleNoteUrl).catch(() => undefined);
  if (response?.ok !== true) return false;
  useAsk.setState({ note: await response.text(), question: sampleQuestion });
  return true;
}
