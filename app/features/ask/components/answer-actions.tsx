import { useState } from "react";
import type { EngineKind } from "../../../core/models/engine";
import { taskById } from "../../../core/tasks/tasks";
import { Button } from "../../../ui/button";
import { MenuButton } from "../../../ui/menu-button";
import { askQuestion, continueAnswer } from "../ask-question";
import { isAnswering, useAsk, type Answer, type AnswerResult } from "../ask-store";
import { questionOf } from "../question-on-page";
import { describeSettings, nextSeed } from "../answer-presets";
import styles from "./answer-actions.module.css";
import { RateAnswer } from "./rate-answer";

export interface AnswerActionsProps {
  answer: Answer;
  result: AnswerResult;
  /** Undefined until it is known where the model should run. */
  on: EngineKind | undefined;
}

/** What can be done with a complete answer. */
export function AnswerActions({ answer, result, on }: AnswerActionsProps) {
  const { asked } = answer;
  const others = useAsk((state) => state.answers).filter(({ id, state }) => id !== answer.id && state.kind === "done");
  const waits = useAsk(isAnswering) || on === undefined;
  return (
    <>
      {result.finish === "length" && (
        <div>
          <Button isDisabled={waits} onPress={() => on !== undefined && void continueAnswer(answer, on)}>
            Go on
          </Button>
        </div>
      )}
      <div className={styles.actions}>
        <CopyButton text={result.text} />
        <Button
          look="quiet"
          isDisabled={waits}
          onPress={() => on !== undefined && void askQuestion({ ...asked, settings: nextSeed(asked.settings) }, on)}
        >
          Answer anew
        </Button>
        <Button look="quiet" onPress={() => putBack(answer)}>
          Edit the question
        </Button>
        {result.text !== "" && (
          <Button look="quiet" onPress={() => follow(answer, result)}>
            Ask a follow-up
          </Button>
        )}
        {others.length > 0 && (
          <MenuButton
            label="Compare with"
            items={others.map((other) => ({
              id: String(other.id),
              name: firstLine(questionOf(other.asked)),
              description: `${taskById(other.asked.taskId).name} · ${describeSettings(other.asked.settings)}`,
            }))}
            onAction={(id) => useAsk.setState({ comparedId: Number(id) })}
          />
        )}
      </div>
      <RateAnswer answer={answer} />
    </>
  );
}

function CopyButton({ text }: { text: string }) {
  const [copied, setCopied] = useState<string>();
  return (
    <Button
      look="quiet"
      onPress={() => {
        void navigator.clipboard.writeText(text).then(
          () => setCopied(text),
          () => setCopied(undefined),
        );
      }}
    >
      {copied === text ? "Copied" : "Copy"}
    </Button>
  );
}

/** Puts a question back into its form, to be changed and asked again: a branch of its own. */
function putBack({ asked }: Answer): void {
  useAsk.setState(({ values }) => ({
    taskId: asked.taskId,
    values: { ...values, [asked.taskId]: asked.values },
    follows: { note: asked.note, earlier: asked.earlier },
    settings: asked.settings,
  }));
}

/** Opens the form for a question that follows an answer. */
function follow({ asked }: Answer, { text }: AnswerResult): void {
  useAsk.setState(({ values }) => ({
    taskId: "question",
    values: { ...values, question: {} },
    follows: { note: asked.note, earlier: [...asked.earlier, { question: questionOf(asked), answer: text }] },
  }));
}

function firstLine(text: string): string {
  const [line = ""] = text.split("\n");
  return line.length > 80 ? `${line.slice(0, 79)}…` : line;
}
