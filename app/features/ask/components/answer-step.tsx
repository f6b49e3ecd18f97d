import type { Sent } from "../ask-store";
import styles from "./answer-panel.module.css";

/** Which part of a long note is being answered; nothing where the note is read at once. */
export function AnswerStep({ sent }: { sent: Sent | undefined }) {
  const name = stepName(sent);
  return name === undefined ? null : <p className={styles.hint}>{name}</p>;
}

export function stepName(sent: Sent | undefined): string | undefined {
  if (sent?.kind !== "parts") return undefined;
  const { answers, count } = sent;
  return answers.length < count
    ? `Part ${answers.length + 1} of ${count} of the note.`
    : "Combining the parts’ answers.";
}
