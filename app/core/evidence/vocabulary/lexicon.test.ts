import { describe, expect, it } from "vitest";
import { stem } from "../stem";
import { CLINICAL_SYNONYMS } from "./clinical-synonyms";
import { EVERYDAY_SYNONYMS } from "./everyday-synonyms";
import { isClinical, kindsOf } from "./lexicon";

const lines = (CLINICAL_SYNONYMS + EVERYDAY_SYNONYMS).split("\n").filter((line) => line !== "");

describe("the table of synonyms", () => {
  it("rewrites no phrase to two", () => {
    const heads = new Map<string, string>();
    for (const line of lines) {
      const [head = "", members = ""] = line.split(": ");
      for (const phrase of [head, ...members.split(", ")]) {
        const stems = phrase.split(/[ -]/u).map(stem).join(" ");
        expect(heads.get(stems) ?? head, phrase).toBe(head);
        heads.set(stems, head);
      }
    }
  });

  it.each(lines)("%s", (line) => {
    expect(line).toMatch(/^[a-z0-9]+(?: [a-z0-9]+)*: [a-z0-9]+(?: [a-z0-9]+)*(?:, [a-z0-9]+(?: [a-z0-9]+)*)*$/u);
  });
});

it.each([
  ["apixaban", "anticoagulant"],
  ["ceftriaxone", "antibiotic"],
  ["lisinopril", "antihypertensive"],
  ["prednisone", "steroid"],
  ["nephrectomy", "surgery"],
  ["atorvastatin", "statin"],
])("%s is one kind of %s", (member, kind) => {
  expect(kindsOf(stem(member))).toContain(stem(kind));
  expect(kindsOf(stem(kind))).not.toContain(stem(member));
  expect(isClinical(stem(member))).toBe(true);
});

it("knows everyday words from those of medicine", () => {
  for (const word of ["kitchen", "yesterday", "household"]) expect(isClinical(stem(word)), word).toBe(false);
  for (const word of ["pneumonia", "hepatitis", "rituximab"]) expect(isClinical(stem(word)), word).toBe(true);
});
