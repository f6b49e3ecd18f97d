import { useEffect, useRef, type KeyboardEvent } from "react";
import type { EngineKind } from "../../../core/models/engine";
import { Button } from "../../../ui/button";
import { classNames } from "../../../ui/class-names";
import { NumberField } from "../../../ui/number-field";
import { Panel } from "../../../ui/panel";
import { askQuestion, stopAnswer } from "../ask-question";
import { isAnswering, isUnderWay, useAsk, type LongNoteChoice } from "../ask-store";
import { canBeRead } from "../chosen-sections";
import { questionOnPage } from "../question-on-page";
import { useNoteBudget } from "../use-note-budget";
import { AnswerSettingsForm } from "./answer-settings";
import { FollowedQuestion } from "./followed-question";
import { LongNote } from "./long-note";
import styles from "./question-panel.module.css";
import { TaskForm } from "./task-form";
import { TokenGauge } from "./token-gauge";

export interface QuestionPanelProps {
  modelId: string;
  /** As it was a moment ago; see AskColumn. */
  note: string;
  readNote: () => string;
  /** Undefined until it is known where the model should run. */
  on: EngineKind | undefined;
  /** Tokens of the model's context, as far as is known before it is loaded. */
  contextTokens: number;
}

/** What to do with the note, and what it takes to ask for it. */
export function QuestionPanel({ modelId, note, readNote, on, contextTokens }: QuestionPanelProps) {
  const taskId = useAsk((state) => state.taskId);
  const settings = useAsk((state) => state.settings);
  const ifTooLong = useAsk((state) => state.ifTooLong);
  const values = useAsk((state) => state.values);
  const follows = useAsk((state) => state.follows);
  const form = useRef<HTMLDivElement>(null);
  // A device without room for all of the context shortens it.
  const loadedTokens = useAsk(({ engine }) =>
    engine.kind === "ready" && engine.model.modelId === modelId ? engine.model.contextTokens : undefined,
  );
  const answering = useAsk(isAnswering);
  const stopping = useAsk(({ answers }) => {
    const last = answers.at(-1)?.state;
    return last !== undefined && isUnderWay(last) && last.stopping;
  });
  const asked = questionOnPage({ taskId, values, follows, settings, ifTooLong }, { note, modelId });
  const { instruction } = asked;
  const written = note.trim() !== "" && instruction.trim() !== "";
  const { budget, budgetNote, isCurrent } = useNoteBudget({
    modelId,
    note,
    question: instruction,
    promptForm: settings.promptForm,
    contextTokens: loadedTokens ?? contextTokens,
    answerTokens: settings.maxNewTokens,
  });
  // Sections are chosen of one note: not of another one, nor from the list of one as it was before.
  useEffect(() => {
    useAsk.setState((state) =>
      state.ifTooLong.kind === "sections" && state.ifTooLong.chosen !== undefined
        ? { ifTooLong: { kind: "sections" } }
        : state,
    );
  }, [note, budgetNote]);
  // Who asks a follow-up goes on to write it.
  useEffect(() => {
    if (follows !== undefined) form.current?.querySelector("textarea")?.focus();
  }, [follows]);
  const isTooLong = written && budget !== undefined && !budget.fits && budget.parts.length > 0;
  const readable = !isTooLong || canBeRead(budget, ifTooLong);
  const ready = written && readable && on !== undefined;
  const ask = () => {
    if (ready) void askQuestion(questionOnPage(useAsk.getState(), { note: readNote(), modelId }), on);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey)) return;
    event.preventDefault();
    ask();
  };
  return (
    <Panel id="question" title="Question">
      <div ref={form} className={styles.form} onKeyDown={onKeyDown}>
        <FollowedQuestion note={note} earlier={asked.earlier} />
        <TaskForm
          taskId={taskId}
          values={asked.values}
          onTask={(chosen) => useAsk.setState({ taskId: chosen })}
          onChange={(changed) => useAsk.setState((state) => ({ values: { ...state.values, [taskId]: changed } }))}
        />
      </div>
      {written && <TokenGauge budget={isCurrent ? budget : undefined} answerTokens={settings.maxNewTokens} />}
      {isTooLong && <LongNote budget={budget} choice={ifTooLong} onChange={chooseHowToRead} />}
      <div className={styles.line}>
        {answering ? (
          <Button look="danger" onPress={stopAnswer} isPending={stopping}>
            {stopping ? "Stopping…" : "Stop"}
          </Button>
        ) : (
          <Button look="primary" onPress={ask} isDisabled={!ready}>
            Ask
          </Button>
        )}
        <span className={classNames(styles.hint, ready && styles.shortcut)}>
          {ready ? "Ctrl + Enter asks" : whyNot(written, readable)}
        </span>
        <NumberField
          label="At most, in tokens"
          value={settings.maxNewTokens}
          onChange={(maxNewTokens) => {
            if (Number.isInteger(maxNewTokens)) useAsk.setState({ settings: { ...settings, maxNewTokens } });
          }}
          minValue={1}
          maxValue={2048}
        />
      </div>
      <AnswerSettingsForm settings={settings} onChange={(changed) => useAsk.setState({ settings: changed })} />
    </Panel>
  );
}

function chooseHowToRead(ifTooLong: LongNoteChoice): void {
  useAsk.setState({ ifTooLong });
}

function whyNot(written: boolean, readable: boolean): string {
  if (!written) return "A note and a question are needed";
  return readable ? "Looking at this device…" : "Choose sections that have room";
}
