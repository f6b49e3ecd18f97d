import type { EngineKind } from "../../../core/models/engine";
import { Button } from "../../../ui/button";
import { Notice } from "../../../ui/notice";
import { Panel } from "../../../ui/panel";
import { askQuestion } from "../ask-question";
import {
  bringAnswerBack,
  clearAnswer,
  isAnswering,
  isUnderWay,
  shownAnswer,
  useAsk,
  type Answer,
  type EngineState,
} from "../ask-store";
import { questionOnPage } from "../question-on-page";
import { AnswerActions } from "./answer-actions";
import { AnswerHistory } from "./answer-history";
import styles from "./answer-panel.module.css";
import { AnswerProgress } from "./answer-progress";
import { AnswerResultView } from "./answer-result-view";
import { AnswerStep, stepName } from "./answer-step";
import { CompareAnswers } from "./compare-answers";

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
  modelId,
  note,
  readNote,
  clinical,
  on,
  onUseCpu,
}: AnswerPanelProps & { answer: Answer; engine: EngineState }) {
  const { state } = answer;
  // As the form stands now: what failed may have been changed since.
  const askAgain = (engineKind: EngineKind) =>
    void askQuestion(questionOnPage(useAsk.getState(), { note: readNote(), modelId }), engineKind);
  switch (state.kind) {
    case "reading":
      return (
        <>
          <AnswerStep sent={answer.sent} />
          <AnswerProgress state={state} engine={engine} />
        </>
      );
    case "streaming":
      return (
        <>
          <AnswerStep sent={answer.sent} />
          <div className={styles.text} data-testid="answer-text">
            {state.text}
            <span className={styles.caret} aria-hidden="true" />
          </div>
        </>
      );
    case "done":
      return (
        <>
          <AnswerResultView answer={answer} result={state.result} note={note} />
          <AnswerActions answer={answer} result={state.result} on={on} />
          <p className={styles.hint}>
            {clinical
              ? "Check every statement against the note: a language model can be wrong. Not a medical device."
              : "From a small general model: it shows how the page works, and its answers are often wrong."}
          </p>
        </>
      );
    case "failed":
      return (
        <>
          {state.before !== undefined && <div className={styles.text}>{state.before.text}</div>}
          <Notice
            tone="error"
            title={engine.kind === "failed" ? "The model is not loaded" : "There is no answer"}
            actions={
              <>
                <Button isDisabled={on === undefined} onPress={() => on !== undefined && askAgain(on)}>
                  {engine.kind === "failed" ? "Try again" : "Ask again"}
                </Button>
                {onUseCpu !== undefined && (
                  <Button
                    onPress={() => {
                      onUseCpu();
                      askAgain("cpu");
                    }}
                  >
                    Run it on the CPU
                  </Button>
                )}
              </>
            }
          >
            {state.error.message}
          </Notice>
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
      return answer.state.result.finish === "cancelled" ? "The answer was stopped." : "The answer is complete.";
  }
}
