import { describe, expect, it } from "vitest";
import { parseResult } from "../parse-result";
import { note, textsInNote } from "../testing/note";

function summary(answer: string): string[] {
  const result = parseResult("summary", answer, note);
  if (result.kind !== "summary") return [result.kind];
  return result.sections.map(({ title, paragraphs }) => `${title}: ${paragraphs.join(" / ")}`);
}

describe("parseResult of a summary", () => {
  const sections = ["Hospital course: Furosemide was given.", "Follow-up: Clinic on 2021-11-15. / Potassium at 10:30."];

  it.each([
    "Hospital course: Furosemide was given.\nFollow-up: Clinic on 2021-11-15.\nPotassium at 10:30.",
    "## Hospital course\nFurosemide was given.\n\n## Follow-up\n- Clinic on 2021-11-15.\n- Potassium at 10:30.",
    "**Hospital course:**\nFurosemide was given.\n**Follow-up:**\n1. Clinic on 2021-11-15.\n2. Potassium at 10:30.",
    "Summary:\n- **Hospital course**: Furosemide was given.\n- **Follow-up**: Clinic on 2021-11-15.\nPotassium at 10:30.",
    '{"Hospital course": "Furosemide was given.", "Follow-up": ["Clinic on 2021-11-15.", "Potassium at 10:30."]}',
    "| Section | Summary |\n|--|--|\n| Hospital course | Furosemide was given. |\n| Follow-up | Clinic on 2021-11-15. |\nPotassium at 10:30.",
  ])("reads %j", (answer) => expect(summary(answer)).toEqual(sections));

  it("keeps what stands before the first title, and points with colons in them", () => {
    expect(summary("He was admitted for edema.\nHospital course:\n- sodium: 140\n- well")).toEqual([
      ": He was admitted for edema.",
      "Hospital course: sodium: 140 / well",
    ]);
  });

  it("links a title to the section of the note", () => {
    const result = parseResult("summary", "Hospital Course: well.\nImpression: well.", note);
    const places = result.kind === "summary" ? result.sections.map(({ inNote }) => textsInNote(inNote)) : [];
    expect(places).toEqual([["HOSPITAL COURSE"], []]);
  });

  it.each([
    "",
    "He was admitted for edema and treated with furosemide.",
    "- Admitted for edema\n- Treated with furosemide",
    "Here is the summary:\nHe was admitted for edema.",
    "Title:",
    "He was, as far as one can tell from this short note, well: he walked.",
  ])("leaves %j as text", (answer) => expect(summary(answer)).toEqual(["text"]));
});
