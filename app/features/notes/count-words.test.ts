import { expect, it } from "vitest";
import { countWords } from "./count-words";

it.each([
  ["", 0],
  [" \n\t", 0],
  ["Apixaban 2.5 mg twice daily.", 5],
  ["  two\n\nlines ", 2],
])("counts the words of %j", (text, count) => {
  expect(countWords(text)).toBe(count);
});
