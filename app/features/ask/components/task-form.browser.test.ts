import { createElement, useState } from "react";
import { createRoot, type Root } from "react-dom/client";
import { afterEach, beforeEach, expect, test } from "vitest";
import { page, userEvent } from "vitest/browser";
import type { TaskId } from "../../../core/tasks/task";
import { taskById, tasks } from "../../../core/tasks/tasks";
import { TaskForm } from "./task-form";

let root: Root;
let host: HTMLElement;
let instruction: string;

/** The form with what a page around it keeps: the values of each task. */
function Page() {
  const [taskId, setTaskId] = useState<TaskId>("question");
  const [values, setValues] = useState<Partial<Record<TaskId, Record<string, string>>>>({});
  instruction = taskById(taskId).instruction(values[taskId] ?? {});
  return createElement(TaskForm, {
    taskId,
    values: values[taskId] ?? {},
    onTask: setTaskId,
    onChange: (changed) => setValues({ ...values, [taskId]: changed }),
  });
}

beforeEach(() => {
  host = document.body.appendChild(document.createElement("main"));
  root = createRoot(host);
  root.render(createElement(Page));
});

afterEach(() => {
  root.unmount();
  host.remove();
});

/** Presses a chip: its label, since the control itself is hidden behind it. */
const press = (name: string) => page.getByText(name, { exact: true }).click();
const write = (label: string, text: string) => page.getByRole("textbox", { name: label, exact: true }).fill(text);

test("every task can be chosen with the arrow keys", async () => {
  await expect.element(page.getByRole("radiogroup", { name: "Task" })).toBeVisible();
  await userEvent.keyboard("{Tab}");
  for (const { name, description } of [...tasks.slice(1), ...tasks.slice(0, 1)]) {
    await userEvent.keyboard("{ArrowRight}");
    await expect.element(page.getByRole("radio", { name, exact: true })).toBeChecked();
    await expect.element(page.getByText(description)).toBeVisible();
  }
});

test("what is written and chosen makes the instruction, and each task keeps its own", async () => {
  await write("Question", "Is there fever?");
  expect(instruction).toBe("Is there fever?");
  await press("Terms");
  await press("Allergies");
  await press("Medications");
  await write("Anything else to find", "devices");
  expect(instruction).toMatch(/^Identify and categorize all the medications, allergies and devices in/);
  await press("Allergies");
  expect(instruction).toMatch(/^Identify and categorize all the medications and devices in/);
  await press("Paraphrase");
  expect(instruction).toBe("");
  await write("Passage", "Acute renal failure.");
  await press("Child");
  expect(instruction).toBe(
    "The discharge summary states: 'Acute renal failure.' Could you paraphrase this in very simple words that a child might understand?",
  );
  await press("Question");
  expect(instruction).toBe("Is there fever?");
});
