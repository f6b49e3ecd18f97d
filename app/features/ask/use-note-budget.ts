import { useEffect, useMemo, useState } from "react";
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

/** How note, question and answer fit the model's context; undefined while that is being found out. */
export function useNoteBudget(measured: Measured): NoteBudget | undefined {
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
          if (!isStale) setKnown({ of, budget });
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
  return known?.of === of ? known.budget : undefined;
}
