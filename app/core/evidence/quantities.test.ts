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
    ["pain 8 out of 10", [[[8, 10], "", undefined]]],
    [".125 mg", [[0.125, "mass", undefined]]],
    [
      "from 0.5 to 1 g/kg/hr",
      [
        [500, "mass/k/h", "from"],
        [1000, "mass/k/h", "to"],
      ],
    ],
    ["2 L/min, 1.5 liters per minute", [2, 1.5].map((value) => [value, "L/min", undefined])],
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
    ["8 out of 10", "8/10", true],
    ["15 mg/kg", "15 mg", false],
    ["15 mcg/kg/min", "15 mcg per kg per minute", true],
    ["10 mg/hr", "10 mg/min", false],
    ["10 lb", "10 pounds", true],
    ["12 lb", "12 kg", false],
  ])("%s and %s", (left, right, agree) => {
    const [[a], [b]] = [findQuantities(left), findQuantities(right)];
    if (a === undefined || b === undefined) throw new Error("missed");
    expect(quantitiesAgree(a, b)).toBe(agree);
    expect(quantitiesAgree(b, a)).toBe(agree);
  });
});
