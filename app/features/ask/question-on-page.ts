import { taskById } from "../../core/tasks/tasks";
import type { AskState, Asked } from "./ask-store";

/** What would be asked of a note as the form stands. */
export function questionOnPage(
  { taskId, values, settings, ifTooLong }: Pick<AskState, "taskId" | "values" | "settings" | "ifTooLong">,
  { note, modelId }: Pick<Asked, "note" | "modelId">,
): Asked {
  const filled = values[taskId] ?? {};
  return {
    note,
    taskId,
    values: filled,
    instruction: taskById(taskId).instruction(filled),
    settings,
    modelId,
    ifTooLong,
  };
}
