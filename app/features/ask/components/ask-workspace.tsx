import { useEffect } from "react";
import type { EngineChoice } from "../../../core/models/choose-engine";
import { AnswerPanel } from "./answer-panel";
import styles from "./ask-workspace.module.css";
import { readTokenizerAhead } from "../engine";
import { EngineNote } from "./engine-note";
import { NotePanel } from "./note-panel";
import { QuestionPanel } from "./question-panel";

export interface AskWorkspaceProps {
  modelId: string;
  clinical: boolean;
  /** Where the model runs; undefined until that is known. */
  choice: EngineChoice | undefined;
  /** Makes it run on the CPU from now on; undefined where it does already, or where it cannot. */
  onUseCpu: (() => void) | undefined;
}

/** Note on one side, question and answer on the other. */
export function AskWorkspace({ modelId, clinical, choice, onUseCpu }: AskWorkspaceProps) {
  useEffect(() => readTokenizerAhead(modelId), [modelId]);
  return (
    <div className={styles.workspace}>
      <NotePanel />
      <div className={styles.column}>
        {choice !== undefined && <EngineNote choice={choice} />}
        <QuestionPanel modelId={modelId} on={choice?.kind} />
        <AnswerPanel modelId={modelId} clinical={clinical} on={choice?.kind} onUseCpu={onUseCpu} />
      </div>
    </div>
  );
}
