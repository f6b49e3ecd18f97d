import { memo, useEffect } from "react";
import type { EngineChoice } from "../../../core/models/choose-engine";
import { readTokenizerAhead } from "../engine";
import { AnswerPanel } from "./answer-panel";
import styles from "./ask-column.module.css";
import { EngineNote } from "./engine-note";
import { QuestionPanel } from "./question-panel";

export interface AskColumnProps {
  modelId: string;
  clinical: boolean;
  /** Tokens that the model's context has unless the device cannot hold it. */
  contextTokens: number;
  /** Where the model runs; undefined until that is known. */
  choice: EngineChoice | undefined;
  /** Makes it run on the CPU from now on; undefined where it does already, or where it cannot. */
  onUseCpu: (() => void) | undefined;
  /** The note on the page, but for what was typed in this very moment. */
  note: { text: string };
  /** The text of the note on the page. */
  readNote: () => string;
}

/** What is asked about the note, and the answer. */
export const AskColumn = memo(function AskColumn({
  modelId,
  clinical,
  contextTokens,
  choice,
  onUseCpu,
  note,
  readNote,
}: AskColumnProps) {
  useEffect(() => readTokenizerAhead(modelId), [modelId]);
  const about = { modelId, note: note.text, readNote, on: choice?.kind };
  return (
    <div className={styles.column}>
      {choice !== undefined && <EngineNote choice={choice} />}
      <QuestionPanel {...about} contextTokens={contextTokens} />
      <AnswerPanel {...about} clinical={clinical} onUseCpu={onUseCpu} />
    </div>
  );
});
