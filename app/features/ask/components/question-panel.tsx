import type { KeyboardEvent } from "react";
import type { EngineKind } from "../../../core/models/engine";
import { Button } from "../../../ui/button";
import { NumberField } from "../../../ui/number-field";
import { Panel } from "../../../ui/panel";
import { TextArea } from "../../../ui/text-area";
import { askQuestion, stopAnswer } from "../ask-question";
import { isAnswering, useAsk } from "../ask-store";
import styles from "./question-panel.module.css";

export interface QuestionPanelProps {
  modelId: string;
  /** Undefined until it is known where the model should run. */
  on: EngineKind | undefined;
}

/** The question, and what it takes to ask it. */
export function QuestionPanel({ modelId, on }: QuestionPanelProps) {
  const { question, maxNewTokens } = useAsk();
  const answering = useAsk(isAnswering);
  const stopping = useAsk(({ answer }) => "stopping" in answer && answer.stopping);
  const written = useAsk((state) => state.note.trim() !== "" && state.question.trim() !== "");
  const ready = written && on !== undefined;
  const ask = () => {
    if (ready) void askQuestion(modelId, on);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey)) return;
    event.preventDefault();
    ask();
  };
  return (
    <Panel title="Question">
      <TextArea
        label="Question or instruction"
        hideLabel
        rows={3}
        value={question}
        onChange={(text) => useAsk.setState({ question: text })}
        onKeyDown={onKeyDown}
        placeholder="Ask about the note, or say what to do with it."
      />
      <div className={styles.line}>
        {answering ? (
          <Button look="danger" onPress={stopAnswer} isDisabled={stopping}>
            {stopping ? "Stopping…" : "Stop"}
          </Button>
        ) : (
          <Button look="primary" onPress={ask} isDisabled={!ready}>
            Ask
          </Button>
        )}
        <span className={styles.hint}>
          {ready ? "Ctrl + Enter asks" : written ? "Looking at this device…" : "A note and a question are needed"}
        </span>
        <NumberField
          label="At most, in tokens"
          value={maxNewTokens}
          onChange={(value) => {
            if (Number.isInteger(value)) useAsk.setState({ maxNewTokens: value });
          }}
          minValue={1}
          maxValue={2048}
        />
      </div>
    </Panel>
  );
}
