import { expect, it } from "vitest";
import { findSections } from "../note/sections";
import { findEvidence } from "./find-evidence";
import { untouchedSections } from "./untouched-sections";

it("are those in which no passage of the answer lies", () => {
  const note = "ALLERGIES\nLatex.\n\nHOSPITAL COURSE\nAspirin was stopped.\n\nFOLLOW-UP\nNeurology in 2 weeks.\n";
  const sections = findSections(note);
  const untouched = (answer: string) =>
    untouchedSections(sections, findEvidence(note, answer)).map(({ title }) => title);
  expect(untouched("Aspirin was discontinued.")).toEqual(["ALLERGIES", "FOLLOW-UP"]);
  expect(untouched("Aspirin was discontinued. Neurology will see her in two weeks.")).toEqual(["ALLERGIES"]);
  expect(untouched("Hello.")).toEqual(["ALLERGIES", "HOSPITAL COURSE", "FOLLOW-UP"]);
});
