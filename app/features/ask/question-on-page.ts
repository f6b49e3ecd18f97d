import { followUpInstruction } from "../../core/tasks/follow-up";
import { taskById } from "../../core/tasks/tasks";
import type { AskState, Asked } from "./ask-store";

type QuestionOfForm = "taskId" | "values" | "follows" | "settings" | "ifTooLong";

/** What was asked by itself, without what it follows. */
export function questionOf({ taskId, values }: Pick<Asked, "taskId" | "values">): string {
  return taskById(taskId).instruction(values);
}

/** What would be asked of a note as the form stands. */
export function questionOnPage(
  { taskId, values, follows, settings, ifTooLong }: Pick<AskState, QuestionOfForm>,
  { note, modelId }: Pick<Asked, "note" | "modelId">,
): Asked {
  const filled = values[taskId] ?? {};
  const earlier = taskId === "question" && follows?.note === note ? follows.earlier : [];
  return {
    note,
    taskId,
    values: filled,
    instruction: followUpInstruction(earlier, questionOf({ taskId, values: filled })),
    earlier,
    settings,
    modelId,
    ifTooLong,
  };
}
