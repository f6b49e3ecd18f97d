import { describe, expect, it } from "vitest";
import { findQuantities, quantitiesAgree } from "./quantities";

const read = (text: string) =>
  findQuantities(text).map(({ values, dimension, role }) => [
    values.length === 1 ? values[0] : values,
    dimension,
    role,
  ]);

describe("findQuantities", () => {
  it.each([
    [
      "2.5 mg twice daily",
      [
        [2.5, "mass", undefined],
        [2, "times a day", undefined],
      ],
    ],
    [
      "1 g b.i.d.",
      [
        [1000, "mass", undefined],
        [2, "times a day", undefined],
      ],
    ],
    [
      "88 micrograms every 8 hours",
      [
        [0.088, "mass", undefined],
        [3, "times a day", undefined],
      ],
    ],
    [
      "24/26 mg at bedtime",
      [
        [[24, 26], "mass", undefined],
        [1, "times a day", undefined],
      ],
    ],
    [
      "from 12.1 to 9.4 g/dL",
      [
        [12.1, "g/dL", "from"],
        [9.4, "g/dL", "to"],
      ],
    ],
    [
      "80 mg (before admission 40 mg)",
      [
        [80, "mass", undefined],
        [40, "mass", "from"],
      ],
    ],
    ["peaked at 1.9 mg/dL", [[1.9, "mg/dL", "peak"]]],
    [
      "type 2, stage III",
      [
        [2, "@type", undefined],
        [3, "@stage", undefined],
      ],
    ],
    [
      "78-year-old, Age: 7 years",
      [
        [78, "age", undefined],
        [7, "age", undefined],
      ],
    ],
    ["for two weeks", [[336, "time", undefined]]],
    ["at 9:30 pm", [[1290, "clock", undefined]]],
    ["platelets 94,000", [[94000, "", undefined]]],
    ["84% on room air", [[84, "%", undefined]]],
    ["HbA1c, pCO2 and B12 once", []],
  ])("%s", (text, quantities) => {
    expect(read(text)).toEqual(quantities);
  });

  it.each([
    ["1 g", "1000 mg", true],
    ["0.5 mg", "500 mcg", true],
    ["14 days", "2 weeks", true],
    ["every 12 hours", "twice a day", true],
    ["1.9 mg/dL", "1.9", true],
    ["1.9 mg/dL", "1.9 g/dL", false],
    ["24/26 mg", "24 mg", false],
  ])("%s and %s", (left, right, agree) => {
    const [[a], [b]] = [findQuantities(left), findQuantities(right)];
    if (a === undefined || b === undefined) throw new Error("missed");
    expect(quantitiesAgree(a, b)).toBe(agree);
    expect(quantitiesAgree(b, a)).toBe(agree);
  });
});
