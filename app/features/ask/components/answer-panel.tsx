import type { EngineKind } from "../../../core/models/engine";
import { Button } from "../../../ui/button";
import { Panel } from "../../../ui/panel";
import {
  bringAnswerBack,
  clearAnswer,
  isAnswering,
  isUnderWay,
  shownAnswer,
  useAsk,
  type Answer,
  type AnswerResult,
  type EngineState,
} from "../ask-store";
import { AnswerActions } from "./answer-actions";
import { AnswerFailure } from "./answer-failure";
import { AnswerHistory } from "./answer-history";
import styles from "./answer-panel.module.css";
import { AnswerProgress } from "./answer-progress";
import { AnswerResultView } from "./answer-result-view";
import { AnswerStep, stepName } from "./answer-step";
import { CompareAnswers } from "./compare-answers";
import { WhatWasRead } from "./what-was-read";

export interface AnswerPanelProps {
  modelId: string;
  /** The note on the page, as it was a moment ago; see AskColumn. */
  note: string;
  readNote: () => string;
  /** False for models that know nothing of medicine: the answer then says so. */
  clinical: boolean;
  /** Where the model runs; undefined until that is known. */
  on: EngineKind | undefined;
  /** Makes it run on the CPU from now on; undefined where it does already, or where it cannot. */
  onUseCpu: (() => void) | undefined;
}

/** The answer as it comes, how it came about, and what the note says of it. */
export function AnswerPanel(props: AnswerPanelProps) {
  const answer = useAsk(shownAnswer);
  const engine = useAsk((state) => state.engine);
  const answers = useAsk((state) => state.answers);
  const cleared = useAsk((state) => state.cleared);
  const answering = useAsk(isAnswering);
  const compared = useAsk(({ answers, comparedId }) => answers.find(({ id }) => id === comparedId));
  return (
    <Panel
      id="answer"
      title="Answer"
      actions={
        <>
          <AnswerHistory answers={answers} shownId={answer?.id} />
          {cleared !== undefined && !answering && (
            <Button look="quiet" onPress={bringAnswerBack}>
              Bring the answer back
            </Button>
          )}
          {answer !== undefined && !isUnderWay(answer.state) && (
            <Button look="quiet" onPress={() => clearAnswer(answer)}>
              Clear answer
            </Button>
          )}
        </>
      }
    >
      {answer === undefined ? (
        <p className={styles.hint}>The answer appears here, word by word, as the model finds it.</p>
      ) : compared === undefined ? (
        <ShownAnswer answer={answer} engine={engine} {...props} />
      ) : (
        <CompareAnswers answer={answer} other={compared} />
      )}
      <p className={styles.announcement} role="status">
        {announcement(answer)}
      </p>
    </Panel>
  );
}

function ShownAnswer({
  answer,
  engine,
  note,
  clinical,
  ...asking
}: AnswerPanelProps & { answer: Answer; engine: EngineState }) {
  const { sent, state } = answer;
  switch (state.kind) {
    case "reading":
      return (
        <>
          <AnswerStep sent={sent} />
          <AnswerProgress state={state} engine={engine} />
        </>
      );
    case "streaming":
      return (
        <>
          <AnswerStep sent={sent} />
          <div className={styles.text} data-testid="answer-text">
            {state.text}
            <span className={styles.caret} aria-hidden="true" />
          </div>
        </>
      );
    case "done": {
      const { error, finish } = state.result;
      return (
        <>
          {error !== undefined && (
            <AnswerFailure
              error={error}
              title={finish === "failed" ? "The answer broke off" : "The answer did not go on"}
              {...asking}
            />
          )}
          <AnswerResultView answer={answer} result={state.result} note={note} />
          <AnswerActions answer={answer} result={state.result} on={asking.on} />
          <p className={styles.hint}>
            {clinical
              ? "Check every statement against the note: a language model can be wrong. Not a medical device."
              : "From a small general model: it shows how the page works, and its answers are often wrong."}
          </p>
        </>
      );
    }
    case "failed":
      return (
        <>
          <AnswerFailure error={state.error} title="There is no answer" {...asking} />
          {sent !== undefined && <WhatWasRead sent={sent} canShow={note === answer.asked.note} />}
        </>
      );
  }
}

/** What a screen reader hears: start and end, not every token. */
function announcement(answer: Answer | undefined): string {
  switch (answer?.state.kind) {
    case undefined:
    case "failed":
      return "";
    case "reading":
      return stepName(answer.sent) ?? "Reading note and question.";
    case "streaming":
      return stepName(answer.sent) ?? "The answer has begun.";
    case "done":
      // What went wrong is an alert.
      return answer.state.result.error === undefined ? ended[answer.state.result.finish] : "";
  }
}

const ended: Record<AnswerResult["finish"], string> = {
  stop: "The answer is complete.",
  length: "The answer is complete.",
  context: "The answer is complete.",
  cancelled: "The answer was stopped.",
  failed: "",
};
