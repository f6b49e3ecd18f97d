import { describe, expect, it } from "vitest";
import { noteTexts } from "../../note/testing/note-texts";
import development from "./development.json";
import heldOut from "./held-out.json";

interface LabelledSentence {
  /** A file in public/notes. */
  note: string;
  answer: string;
  label: string;
  conflict?: string;
  /** Each a passage that by itself, or together with the others, supports or contradicts the answer. */
  gold: string[];
}

const sets: Record<string, LabelledSentence[]> = { development, "held out": heldOut };
const conflicts = ["number", "dose", "date", "laterality", "negation"];
const count = <T>(items: readonly T[], item: T) => items.filter((other) => other === item).length;

describe.each(Object.entries(sets))("labelled answer sentences: %s", (_, sentences) => {
  it.each(sentences)("$note: $answer", ({ note, label, conflict, gold }) => {
    const text = noteTexts.get(note) ?? "";
    for (const passage of gold) expect(text.split(passage), passage).toHaveLength(2);
    expect(["supported", "contradicted", "unsupported", "not-told"]).toContain(label);
    expect(gold.length > 0).toBe(label === "supported" || label === "contradicted");
    expect([undefined, ...conflicts]).toContain(conflict);
    expect(conflict !== undefined).toBe(label === "contradicted");
  });

  it("are about half supported, with every kind of conflict at least five times, over all notes", () => {
    const supported = count(
      sentences.map(({ label }) => label),
      "supported",
    );
    expect(supported / sentences.length).toBeGreaterThan(0.4);
    expect(supported / sentences.length).toBeLessThan(0.6);
    const kinds = sentences.map(({ conflict }) => conflict);
    for (const kind of conflicts) expect(count(kinds, kind), kind).toBeGreaterThanOrEqual(5);
    expect(new Set(sentences.map(({ note }) => note))).toEqual(new Set(noteTexts.keys()));
  });
});

it("no answer is labelled twice", () => {
  const answers = Object.values(sets).flatMap((sentences) => sentences.map(({ note, answer }) => note + answer));
  expect(new Set(answers).size).toBe(answers.length);
});

it("at least a third of 150 or more is held out", () => {
  expect(development.length + heldOut.length).toBeGreaterThanOrEqual(150);
  expect(heldOut.length / (development.length + heldOut.length)).toBeGreaterThanOrEqual(1 / 3);
});
