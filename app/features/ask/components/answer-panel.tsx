import type { EngineKind } from "../../../core/models/engine";
import { timeLeftMs } from "../../../core/progress/time-left";
import type { LoadProgress } from "../../../engine/load-progress";
import { Button } from "../../../ui/button";
import { formatDuration, formatSpeed } from "../../../ui/format";
import { Notice } from "../../../ui/notice";
import { Panel } from "../../../ui/panel";
import { Progress } from "../../../ui/progress";
import { askQuestion, clearAnswer } from "../ask-question";
import { useAsk, type AnswerResult, type AnswerState, type EngineState } from "../ask-store";
import styles from "./answer-panel.module.css";

export interface AnswerPanelProps {
  modelId: string;
  /** False for models that know nothing of medicine: the answer then says so. */
  clinical: boolean;
  /** Where the model runs; undefined until that is known. */
  on: EngineKind | undefined;
  /** Makes it run on the CPU from now on; undefined where it does already, or where it cannot. */
  onUseCpu: (() => void) | undefined;
}

/** The answer as it comes, and how it came about. */
export function AnswerPanel(props: AnswerPanelProps) {
  const { answer, engine } = useAsk();
  return (
    <Panel
      title="Answer"
      actions={
        (answer.kind === "done" || answer.kind === "failed") && (
          <Button look="quiet" onPress={clearAnswer}>
            Clear answer
          </Button>
        )
      }
    >
      <Answer answer={answer} engine={engine} {...props} />
      <p className={styles.announcement} role="status">
        {announcement(answer)}
      </p>
    </Panel>
  );
}

function Answer({
  answer,
  engine,
  modelId,
  clinical,
  on,
  onUseCpu,
}: AnswerPanelProps & { answer: AnswerState; engine: EngineState }) {
  const retry = (label: string) => (
    <>
      <Button isDisabled={on === undefined} onPress={() => on !== undefined && void askQuestion(modelId, on)}>
        {label}
      </Button>
      {onUseCpu !== undefined && (
        <Button
          onPress={() => {
            onUseCpu();
            void askQuestion(modelId, "cpu");
          }}
        >
          Run it on the CPU
        </Button>
      )}
    </>
  );
  if (engine.kind === "failed" && answer.kind === "empty") {
    return (
      <Notice tone="error" title="The model is not loaded" actions={retry("Try again")}>
        {engine.error.message}
      </Notice>
    );
  }
  switch (answer.kind) {
    case "empty":
      return <p className={styles.hint}>The answer appears here, word by word, as the model finds it.</p>;
    case "reading":
      return engine.kind === "loading" ? <Loading engine={engine} /> : <Reading answer={answer} />;
    case "streaming":
      return (
        <div className={styles.text} data-testid="answer-text">
          {answer.text}
          <span className={styles.caret} aria-hidden="true" />
        </div>
      );
    case "done":
      return (
        <>
          {answer.result.text === "" ? (
            <p className={styles.hint}>
              {answer.result.finish === "cancelled"
                ? "Stopped before the first word."
                : "The model had nothing to say."}
            </p>
          ) : (
            <div className={styles.text} data-testid="answer-text">
              {answer.result.text}
            </div>
          )}
          {answer.result.finish === "cancelled" && answer.result.text !== "" && (
            <p className={styles.hint}>You stopped the answer here.</p>
          )}
          {answer.result.finish === "context" && (
            <p className={styles.hint}>The model’s context is full: a shorter note leaves room for a longer answer.</p>
          )}
          {answer.result.finish === "length" && (
            <p className={styles.hint}>Cut at the length you allowed. Allow more tokens to read on.</p>
          )}
          <Facts result={answer.result} />
          <p className={styles.hint}>
            {clinical
              ? "Check every statement against the note: a language model can be wrong. Not a medical device."
              : "From a small general model: it shows how the page works, and its answers are often wrong."}
          </p>
        </>
      );
    case "failed":
      return (
        <Notice tone="error" title="There is no answer" actions={retry("Ask again")}>
          {answer.error.message}
        </Notice>
      );
  }
}

const loadingLabels: Record<LoadProgress["phase"], string> = {
  weights: "Loading the model into memory",
  shaders: "Preparing the graphics adapter",
  context: "Preparing the model",
};

function Loading({ engine }: { engine: Extract<EngineState, { kind: "loading" }> }) {
  const { progress, elapsedMs } = engine;
  const label = loadingLabels[progress?.phase ?? "weights"];
  const leftMs = progress === undefined ? undefined : timeLeftMs({ done: progress.fraction, total: 1 }, elapsedMs);
  return (
    <Progress
      label={label}
      fraction={progress?.fraction}
      {...(leftMs === undefined || progress?.phase !== "weights"
        ? {}
        : { detail: `about ${formatDuration(leftMs)} left` })}
    />
  );
}

function Reading({ answer }: { answer: Extract<AnswerState, { kind: "reading" }> }) {
  const { tokensDone, tokensTotal, elapsedMs } = answer;
  const leftMs = timeLeftMs({ done: tokensDone, total: tokensTotal }, elapsedMs);
  return (
    <Progress
      label="Reading note and question"
      fraction={tokensTotal === 0 ? undefined : tokensDone / tokensTotal}
      detail={[
        `${tokensDone} of ${tokensTotal} tokens`,
        ...(leftMs === undefined ? [] : [`about ${formatDuration(leftMs)} left`]),
      ].join(" · ")}
    />
  );
}

function Facts({ result }: { result: AnswerResult }) {
  // The first token comes out of prefill, so decoding is timed over the others.
  const facts = [
    ["Read", `${result.promptTokens} tokens, ${formatSpeed(result.promptTokens, result.prefillMs)}`],
    ["Said", `${result.answerTokens} tokens, ${formatSpeed(result.answerTokens - 1, result.decodeMs)}`],
  ] as const;
  return (
    <dl className={styles.facts}>
      {facts.map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}

/** What a screen reader hears: start and end, not every token. */
function announcement(answer: AnswerState): string {
  switch (answer.kind) {
    case "empty":
    case "failed":
      return "";
    case "reading":
      return "Reading note and question.";
    case "streaming":
      return "The answer has begun.";
    case "done":
      return answer.result.finish === "cancelled" ? "The answer was stopped." : "The answer is complete.";
  }
}
