import { createElement } from "react";
import { createRoot, type Root } from "react-dom/client";
import { afterEach, beforeEach, expect, test } from "vitest";
import { page, userEvent } from "vitest/browser";
import { parseResult } from "../../../../core/tasks/parse-result";
import type { TaskId, TaskValues } from "../../../../core/tasks/task";
import { note } from "../../../../core/tasks/testing/note";
import type { Span } from "../../../../core/text/span";
import { ResultView } from "./result-view";

let root: Root;
let host: HTMLElement;
let shown: string[];

beforeEach(() => {
  host = document.body.appendChild(document.createElement("main"));
  root = createRoot(host);
  shown = [];
});

afterEach(() => {
  root.unmount();
  host.remove();
});

function show(id: TaskId, answer: string, values: TaskValues = {}) {
  const onShow = ({ start, end }: Span) => shown.push(note.slice(start, end));
  root.render(createElement(ResultView, { result: parseResult(id, answer, note, values), note, answer, onShow }));
}

test("terms stand in a table for each type, and are shown in the note one place after the other", async () => {
  show("entities", "Medication: furosemide\nMedication: Zestril\nCondition: gout");
  await expect.element(page.getByRole("region", { name: "Terms by type" })).toBeVisible();
  const medications = page.getByRole("table", { name: "Medication (2)" });
  await expect.element(medications.getByRole("row", { name: "Zestril" })).toHaveTextContent("not found");
  for (const place of [1, 2, 3, 1]) {
    await page.getByRole("button", { name: `Show furosemide in the note, place ${place} of 3` }).click();
  }
  await page.getByRole("button", { name: "Show gout in the note", exact: true }).click();
  expect(shown).toEqual(["furosemide", "furosemide", "Furosemide", "furosemide", "Gout"]);
});

test("abbreviations stand in a table, or in the note's text with their expansions", async () => {
  show("abbreviations", "COPD: chronic obstructive pulmonary disease");
  const row = page.getByRole("table", { name: "Abbreviations" }).getByRole("row", { name: /^COPD/ });
  await expect.element(row).toHaveTextContent("chronic obstructive pulmonary disease");
  await page.getByRole("radio", { name: "In the note’s text" }).click();
  await expect
    .element(page.getByRole("region", { name: "Note with expansions" }))
    .toHaveTextContent("HTN, COPD [chronic obstructive pulmonary disease], AS (mild)");
});

test("relations stand in a table with both sides shown in the note", async () => {
  show("relations", "Lisinopril -> caused -> dry cough");
  await expect.element(page.getByRole("table", { name: "Relations" })).toHaveTextContent("caused");
  await page.getByRole("button", { name: "Show Lisinopril in the note" }).click();
  await page.getByRole("button", { name: "Show dry cough in the note" }).click();
  expect(shown).toEqual(["Lisinopril", "dry cough"]);
});

test("events stand in a list by date, and are reached with the keyboard", async () => {
  show("timeline", "- 2021-11-15: clinic\n- 2021-11-03: echocardiogram");
  const items = page.getByRole("region", { name: "Timeline" }).getByRole("listitem");
  await expect.element(items.first()).toHaveTextContent("2021-11-03echocardiogram");
  await userEvent.keyboard("{Tab}{Enter}");
  await userEvent.keyboard("{Tab}{Enter}");
  expect(shown).toEqual(["2021-11-03", "2021-11-15"]);
});

test("references are grouped by what is meant, with the words around them", async () => {
  show("coreference", '"it" in "it had been started in March 2019" refers to lisinopril');
  const group = page.getByRole("list", { name: "Refers to lisinopril" });
  await expect.element(group).toHaveTextContent("because of a dry cough; it had been started in March 2019.");
  await group.getByRole("button", { name: "Show it in the note" }).click();
  expect(shown).toEqual(["it"]);
});

test("a paraphrase stands beside its passage", async () => {
  show("paraphrase", "Water in the lungs.", { passage: "pulmonary edema" });
  await expect.element(page.getByRole("region", { name: "Paraphrase" })).toHaveTextContent("Water in the lungs.");
  await page.getByRole("button", { name: "Show the passage in the note" }).click();
  expect(shown).toEqual(["pulmonary edema"]);
});

test("a summary's titles lead to the sections of the note", async () => {
  show("summary", "Hospital course: Furosemide was given.\nImpression: Well.");
  await expect.element(page.getByRole("heading", { name: /^Impression/ })).toBeVisible();
  await page.getByRole("button", { name: "Show Hospital course in the note" }).click();
  expect(shown).toEqual(["HOSPITAL COURSE"]);
});

test("what has no structure is shown as it is", async () => {
  show("timeline", "There is\n\nno date.");
  await expect.element(page.getByRole("region", { name: "Text" })).toHaveTextContent("There is no date.");
});
