import type { EngineKind } from "../../../core/models/engine";
import type { ErrorData } from "../../../core/errors";
import { Button } from "../../../ui/button";
import { Notice } from "../../../ui/notice";
import { askQuestion } from "../ask-question";
import { isAnswering, useAsk } from "../ask-store";
import { questionOnPage } from "../question-on-page";

export interface AnswerFailureProps {
  error: ErrorData;
  /** What became of the answer, where it is not that the model could not be loaded. */
  title: string;
  modelId: string;
  readNote: () => string;
  /** Where the model runs; undefined until that is known. */
  on: EngineKind | undefined;
  /** Makes it run on the CPU from now on; undefined where it does already, or where it cannot. */
  onUseCpu: (() => void) | undefined;
}

/** What went wrong with an answer, and the ways to ask again. */
export function AnswerFailure({ error, title, modelId, readNote, on, onUseCpu }: AnswerFailureProps) {
  const isLoadFailed = useAsk(({ engine }) => engine.kind === "failed" && engine.error === error);
  const answering = useAsk(isAnswering);
  // As the form stands now: what failed may have been changed since.
  const askAgain = (engineKind: EngineKind) =>
    void askQuestion(questionOnPage(useAsk.getState(), { note: readNote(), modelId }), engineKind);
  return (
    <Notice
      tone="error"
      title={isLoadFailed ? "The model is not loaded" : title}
      actions={
        <>
          <Button isDisabled={answering || on === undefined} onPress={() => on !== undefined && askAgain(on)}>
            {isLoadFailed ? "Try again" : "Ask again"}
          </Button>
          {onUseCpu !== undefined && (
            <Button
              isDisabled={answering}
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
      {error.message}
    </Notice>
  );
}
