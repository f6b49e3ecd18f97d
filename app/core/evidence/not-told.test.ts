import { expect, it } from "vitest";
import { saysNotTold } from "./not-told";

it.each([
  "The note does not mention smoking.",
  "Her weight is not specified in the summary.",
  "There is no information about allergies.",
  "Whether he was vaccinated is not documented.",
  "It cannot be determined from the discharge summary.",
  "Nothing is said about his job.",
  "This question is unanswerable.",
  "The summary doesn't even explicitly specify the dose.",
  "The cause was left unspecified.",
  "There is no indication of a cause.",
])("%s", (sentence) => {
  expect(saysNotTold(sentence)).toBe(true);
});

it.each([
  "She does not report chest pain.",
  "There is no evidence of pneumonia.",
  "Apixaban was not given.",
  "He has no known allergies.",
  "The chest X-ray report did not show pneumonia.",
  "The pain was severe and it did not resolve with morphine.",
  "There was no indication for surgery.",
  "The patient has unspecified anemia.",
])("%s", (sentence) => {
  expect(saysNotTold(sentence)).toBe(false);
});
