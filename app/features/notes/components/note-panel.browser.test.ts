import { createElement } from "react";
import { createRoot, type Root } from "react-dom/client";
import { afterEach, beforeEach, expect, it } from "vitest";
import { page, userEvent } from "vitest/browser";
import "../../../ui/base.css";
import { addNotes, showView } from "../edit-notes";
import type { NoteMark } from "../../../core/note/note-mark";
import { useNotes } from "../notes-store";
import { NotePanel, type NotePanelProps } from "./note-panel";

let container: HTMLElement;
let root: Root;

beforeEach(async () => {
  await page.viewport(1280, 800);
  useNotes.setState(useNotes.getInitialState(), true);
  container = document.createElement("div");
  document.body.append(container);
  root = createRoot(container);
});
afterEach(() => {
  root.unmount();
  container.remove();
});

/** Draws the panel, and returns what it says of marks from then on. */
function show(props: Partial<NotePanelProps> = {}): string[] {
  const said: string[] = [];
  const onMark = (ids: string[], how: string) => said.push(`${how} ${ids.join("+")}`.trim());
  root.render(createElement(NotePanel, { marks: [], active: undefined, onMark, ...props }));
  return said;
}

function markOf(text: string, passage: string, kind: NoteMark["kind"], id: string): NoteMark {
  const start = text.indexOf(passage);
  return { span: { start, end: start + passage.length }, kind, label: `About ${id}`, ids: [id] };
}

const noteField = page.getByRole("textbox", { name: "Note", exact: true });
const reading = page.getByRole("group", { name: "Text of the note" });

/** Many screens of text, and at its end what is marked. */
const long = `HOSPITAL COURSE\n${"She was well.\n".repeat(500)}\nFOLLOW-UP\nApixaban 2.5 mg twice daily.\n`;
const marks = [
  markOf(long, "Apixaban 2.5 mg twice daily", "support", "s1"),
  markOf(long, "2.5 mg", "conflict", "s2"),
  markOf(long, "FOLLOW-UP", "entity", "e1"),
];

it("takes files that are dropped on it, each note in a tab, and leaves dragged text to the field", async () => {
  show();
  await expect.element(noteField).toBeVisible();
  const drop = (fill: (data: DataTransfer) => void) => {
    const dataTransfer = new DataTransfer();
    fill(dataTransfer);
    const event = new DragEvent("drop", { dataTransfer, bubbles: true, cancelable: true });
    noteField.element().dispatchEvent(event);
    return event.defaultPrevented;
  };
  expect(drop((data) => data.setData("text/plain", "a word"))).toBe(false);
  const taken = drop((data) => {
    data.items.add(new File(["Left hip pain."], "hip.txt"));
    data.items.add(new File([new Uint8Array([0, 1, 2])], "nothing.bin"));
    data.items.add(new File(["Cough."], "cough.txt"));
  });
  expect(taken).toBe(true);
  await expect.poll(() => page.getByRole("tab").elements()).toHaveLength(2);
  await expect.element(noteField).toHaveValue("Cough.");
  await expect.element(page.getByRole("alert")).toHaveTextContent("nothing.bin");
  await page.getByRole("tab", { name: "hip" }).click();
  await expect.element(noteField).toHaveValue("Left hip pain.");
});

it("shows the note as it is written, to be copied, and brings what is active into view", async () => {
  addNotes([{ title: "Long", text: long }]);
  showView("read");
  show({ marks, active: "s2" });
  await expect.element(reading).toBeVisible();
  expect(reading.element().textContent).toBe(long);
  getSelection()?.selectAllChildren(reading.element());
  expect(getSelection()?.toString().trimEnd()).toBe(long.trimEnd());
  const active = page.getByRole("button", { name: "2.5 mg", exact: true });
  await expect.element(active).toHaveAttribute("aria-current", "true");
  await expect.element(active).toBeInViewport();
  await expect.element(page.getByRole("heading", { name: "HOSPITAL COURSE" })).not.toBeInViewport();

  await page.getByRole("navigation").getByRole("button", { name: "HOSPITAL COURSE" }).click();
  await expect.element(page.getByRole("heading", { name: "HOSPITAL COURSE" })).toHaveFocus();
  await expect.element(page.getByRole("heading", { name: "HOSPITAL COURSE" })).toBeInViewport();
  await expect.element(active).not.toBeInViewport();
});

it("says which marks the user points at and chooses, by keys and by pointer", async () => {
  addNotes([{ title: "Long", text: long }]);
  const said = show({ marks });
  await page.getByRole("radio", { name: "Read" }).click();
  reading.element().focus();
  await userEvent.keyboard("{ArrowRight}{ArrowRight}{ArrowRight}{Enter}");
  await expect.element(page.getByRole("button", { name: "2.5 mg", exact: true })).toHaveFocus();
  expect(said.filter((what) => what !== "pointed")).toEqual([
    "pointed e1",
    "pointed s1",
    "pointed s1+s2",
    "chosen s1+s2",
  ]);

  said.length = 0;
  await page.getByRole("button", { name: "Apixaban" }).click();
  expect(said).toContain("pointed s1");
  expect(said.at(-1)).toBe("chosen s1");
});

it("clears, closes and brings back by buttons and keys", async () => {
  show();
  await page.getByRole("button", { name: "Use the sample note" }).click();
  await expect.element(page.getByRole("tab", { name: "Hip fracture" })).toBeVisible();
  addNotes([{ title: "Stroke", text: "Left-sided weakness." }]);
  await page.getByRole("tab", { name: "Stroke" }).click();
  await userEvent.keyboard("{Delete}");
  await expect.element(page.getByRole("tab", { name: "Hip fracture" })).toHaveFocus();
  await page.getByRole("button", { name: "Clear note" }).click();
  await page.getByRole("button", { name: "Undo clear" }).click();
  await page.getByRole("button", { name: "Undo close" }).click();
  await expect.element(page.getByRole("tab", { name: "Stroke", selected: true })).toBeVisible();
  await expect.element(noteField).toHaveValue("Left-sided weakness.");
});
