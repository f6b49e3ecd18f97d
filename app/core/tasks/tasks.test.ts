import { describe, expect, it } from "vitest";
import type { TaskValues } from "./task";
import { taskById, tasks } from "./tasks";

const instruction = (id: (typeof tasks)[number]["id"], values: TaskValues = {}) => taskById(id).instruction(values);

describe("the tasks", () => {
  it("are the paper's eight and own instructions, each with fields of its own", () => {
    expect(tasks.map(({ id }) => id)).toEqual([
      "question",
      "summary",
      "entities",
      "abbreviations",
      "relations",
      "timeline",
      "coreference",
      "paraphrase",
      "free",
    ]);
    for (const { fields } of tasks) expect(new Set(fields.map(({ id }) => id)).size).toBe(fields.length);
  });

  it.each(tasks.map((task) => [task.id, task] as const))("%s is short, whatever its choices", (_, task) => {
    for (const field of task.fields) {
      if (field.kind === "text") continue;
      const texts = field.choices.map(({ value }) => task.instruction({ passage: "Gout.", [field.id]: value }));
      expect(new Set(texts).size).toBe(texts.length);
      for (const text of texts) expect(text.length).toBeLessThan(300);
    }
  });

  it("pass questions and own instructions on as they are", () => {
    expect(instruction("question", { question: " Why?\n" })).toBe(" Why?\n");
    expect(instruction("free", { instruction: "List  it.\n" })).toBe("List  it.\n");
    expect(instruction("free")).toBe("");
  });

  it("name what the form holds", () => {
    expect(instruction("entities", { types: "medications, allergies", otherTypes: " devices " })).toBe(
      'Identify and categorize all the medications, allergies and devices in the discharge summary. List one per line in the form "category: item".',
    );
    expect(instruction("entities")).toContain("medical conditions, symptoms, medications");
    expect(instruction("abbreviations", { abbreviation: "COPD" })).toBe(
      "What is the expanded form of the abbreviation 'COPD'?",
    );
    expect(instruction("relations", { between: "lisinopril and cough" })).toContain("between lisinopril and cough.");
    expect(instruction("coreference", { expression: "it", sentence: "It was given." })).toBe(
      "What does 'it' refer to in the sentence 'It was given.'?",
    );
    expect(instruction("coreference", { sentence: "It was given." })).toContain("in the sentence 'It was given.'");
    expect(instruction("paraphrase", { passage: "Acute renal failure." })).toContain("states: 'Acute renal failure.'");
    expect(instruction("summary", { focus: "hospital course" })).toContain("summary of the hospital course in");
  });

  it("have no instruction while they lack what they cannot do without", () => {
    const incomplete = tasks.filter((task) => task.instruction({}) === "").map(({ id }) => id);
    expect(incomplete).toEqual(["question", "paraphrase", "free"]);
    expect(instruction("paraphrase", { passage: " \n" })).toBe("");
  });
});
