import { AnswerPanel } from "./answer-panel";
import styles from "./ask-workspace.module.css";
import { NotePanel } from "./note-panel";
import { QuestionPanel } from "./question-panel";

export interface AskWorkspaceProps {
  modelId: string;
  clinical: boolean;
}

/** Note on one side, question and answer on the other. */
export function AskWorkspace({ modelId, clinical }: AskWorkspaceProps) {
  return (
    <div className={styles.workspace}>
      <NotePanel />
      <div className={styles.column}>
        <QuestionPanel modelId={modelId} />
        <AnswerPanel modelId={modelId} clinical={clinical} />
      </div>
    </div>
  );
}
