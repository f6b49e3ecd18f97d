import { useEffect, useState } from "react";
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
  const [known, setKnown] = useState<{ of: Measured; budget: NoteBudget }>();
  useEffect(() => {
    if (note.trim() === "" || question.trim() === "") return;
    let isStale = false;
    const of = { modelId, note, question, promptForm, contextTokens, answerTokens };
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
  }, [modelId, note, question, promptForm, contextTokens, answerTokens]);
  const isCurrent =
    known?.of.modelId === modelId &&
    known.of.note === note &&
    known.of.question === question &&
    known.of.promptForm === promptForm &&
    known.of.contextTokens === contextTokens &&
    known.of.answerTokens === answerTokens;
  return isCurrent ? known.budget : undefined;
}
