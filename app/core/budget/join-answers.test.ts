import { describe, expect, it } from "vitest";
import { joinAnswers } from "./join-answers";

const join = (...texts: string[]) => joinAnswers(texts.map((text) => ({ titles: [], text })));

describe("joinAnswers", () => {
  it("puts rows below each other, each once, however they are listed", () => {
    expect(join("- Aspirin 81 mg\n- Metoprolol", "1. metoprolol\n2. Apixaban\n")).toBe(
      "- Aspirin 81 mg\n- Metoprolol\n2. Apixaban",
    );
  });

  it("leaves out answers that only say that their part does not tell", () => {
    const silent = "The discharge summary does not mention any medication.";
    expect(join(silent, "Aspirin 81 mg", silent)).toBe("Aspirin 81 mg");
    expect(join(silent, silent)).toBe(silent);
  });

  it("keeps lines below their headings, which come as often as something new stands below them", () => {
    expect(
      join(
        "Allergies:\n- Penicillin\nMedications:\n- Aspirin",
        "Allergies:\n- Sulfa\nMedications:\n- Aspirin",
        "**Medications:**\n- Apixaban",
      ),
    ).toBe("Allergies:\n- Penicillin\nMedications:\n- Aspirin\nAllergies:\n- Sulfa\n**Medications:**\n- Apixaban");
    const twoLists = "## On admission\n- Lisinopril\n- Metformin\n## At discharge\n- Lisinopril\n- Apixaban";
    expect(join(twoLists)).toBe(twoLists);
    expect(join("# Course\nMedications:\n- Aspirin\nPlan:")).toBe("# Course\nMedications:\n- Aspirin\nPlan:");
  });

  it("keeps the rules of tables", () => {
    const table = "| Drug | Dose |\n|---|---|\n| Aspirin | 81 mg |";
    expect(join(table, table.replaceAll("Aspirin | 81", "Apixaban | 5"))).toContain("|---|---|\n| Apixaban | 5 mg |");
  });
});
