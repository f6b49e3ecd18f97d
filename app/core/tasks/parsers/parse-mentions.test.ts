import { describe, expect, it } from "vitest";
import { parseResult } from "../parse-result";
import { note } from "../testing/note";

function mentions(answer: string, values: Record<string, string> = {}): string[] {
  const result = parseResult("coreference", answer, note, values);
  if (result.kind !== "mentions") return [result.kind];
  return result.groups.map(
    ({ referent, mentions: found }) =>
      `${referent.text} <- ${found.map(({ text, inNote }) => `${text}@${inNote.length}`).join(", ")}`,
  );
}

describe("parseResult of coreference", () => {
  it.each([
    "it -> furosemide\nHe -> Mr. Brandt\nhe -> Mr. Brandt.",
    "- 'it' refers to furosemide\n- 'He' refers to Mr. Brandt.",
    "1. It: furosemide\n2. He: Mr. Brandt",
    "furosemide: it\nMr. Brandt: he",
    "The pronoun 'it' refers to furosemide. The pronoun 'He' refers to Mr. Brandt.",
    "| Pronoun | Refers to |\n|--|--|\n| it | furosemide |\n| He | Mr. Brandt |",
    '[{"referent": "furosemide", "mention": "it"}, {"referent": "Mr. Brandt", "mention": "he"}]',
  ])("reads %j", (answer) => {
    expect(mentions(answer).map((group) => group.toLowerCase())).toEqual(["furosemide <- it@2", "mr. brandt <- he@3"]);
  });

  it("groups the mentions of one referent", () => {
    expect(mentions("He, his and the patient -> Mr. Brandt\nshe -> the nurse\nhim -> Mr. Brandt")).toEqual([
      "Mr. Brandt <- He@3, his@0, the patient@0, him@0",
      "the nurse <- she@0",
    ]);
  });

  it("links a mention to the sentence that is quoted or was asked about", () => {
    expect(mentions('"it" in the sentence "it had been started in March 2019" refers to lisinopril.')).toEqual([
      "lisinopril <- it@1",
    ]);
    expect(mentions("it -> lisinopril", { sentence: "it had been started in March 2019" })).toEqual([
      "lisinopril <- it@1",
    ]);
  });

  it("takes a bare answer for what the expression that was asked about refers to", () => {
    expect(mentions("Furosemide.", { expression: "it" })).toEqual(["Furosemide <- it@2"]);
    expect(mentions("It refers to the intravenous furosemide.", { expression: "it" })).toEqual([
      "the intravenous furosemide <- It@2",
    ]);
  });

  it("finds a referent by a part of its name", () => {
    for (const referent of ["Mr. Brandt (the man)", "the man, Mr. Brandt"]) {
      const result = parseResult("coreference", `he -> ${referent}`, note);
      expect(result.kind === "mentions" && result.groups[0]?.referent.inNote.length, referent).toBe(1);
    }
  });

  it.each(["", "The note has no pronouns.", "Furosemide.", "->"])("leaves %j as text", (answer) =>
    expect(mentions(answer)).toEqual(["text"]),
  );
});
