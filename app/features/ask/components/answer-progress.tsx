import { timeLeftMs } from "../../../core/progress/time-left";
import type { LoadProgress } from "../../../engine/load-progress";
import { formatDuration } from "../../../ui/format";
import { Progress } from "../../../ui/progress";
import type { AnswerState, EngineState } from "../ask-store";

export interface AnswerProgressProps {
  state: Extract<AnswerState, { kind: "reading" }>;
  engine: EngineState;
}

/** What goes on before the first word. */
export function AnswerProgress({ state, engine }: AnswerProgressProps) {
  return engine.kind === "loading" ? <Loading engine={engine} /> : <Reading state={state} />;
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

function Reading({ state: { tokensDone, tokensBefore, tokensTotal, elapsedMs } }: Pick<AnswerProgressProps, "state">) {
  const leftMs = timeLeftMs({ done: tokensDone - tokensBefore, total: tokensTotal - tokensBefore }, elapsedMs);
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
