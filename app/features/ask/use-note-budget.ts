import { startTransition, useEffect, useMemo, useState } from "react";
import type { NoteBudget } from "../../core/budget/measure-note";
import type { PromptForm } from "../../core/prompt/clinical-prompt";
import { tokenizer } from "./engine";

/** Time without a change before a note is measured again. */
const pauseMs = 300;

interface Measured {
  modelId: string;
  note: string;
  question: string;
  promptForm: PromptForm;
  contextTokens: number;
  answerTokens: number;
}

/** What was found out last. */
interface FoundBudget {
  /** Undefined before the first time. */
  budget: NoteBudget | undefined;
  /** The note that it is of. */
  budgetNote: string | undefined;
  /** False while it is being found out anew, after a change. */
  isCurrent: boolean;
}

/** How note, question and answer fit the model's context. */
export function useNoteBudget(measured: Measured): FoundBudget {
  const { modelId, note, question, promptForm, contextTokens, answerTokens } = measured;
  const of = useMemo(
    () => ({ modelId, note, question, promptForm, contextTokens, answerTokens }),
    [modelId, note, question, promptForm, contextTokens, answerTokens],
  );
  const [known, setKnown] = useState<{ of: Measured; budget: NoteBudget }>();
  useEffect(() => {
    if (of.note.trim() === "" || of.question.trim() === "") return;
    let isStale = false;
    const timer = setTimeout(() => {
      tokenizer.call("measureNote", of).then(
        (budget) => {
          // A long list of sections is drawn in steps.
          if (!isStale) startTransition(() => setKnown({ of, budget }));
        },
        // What is wrong with a tokenizer is told by the answer.
        () => undefined,
      );
    }, pauseMs);
    return () => {
      isStale = true;
      clearTimeout(timer);
    };
  }, [of]);
  return { budget: known?.budget, budgetNote: known?.of.note, isCurrent: known?.of === of };
}
