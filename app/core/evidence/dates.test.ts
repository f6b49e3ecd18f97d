import { describe, expect, it } from "vitest";
import { datesAgree, datesCompare, findDates } from "./dates";

const read = (text: string) =>
  findDates(text).map(({ start, end, ...date }) => ({ text: text.slice(start, end), ...date }));

describe("findDates", () => {
  it.each([
    ["on 2019-03-05.", [{ text: "2019-03-05", year: 2019, month: 3, day: 5 }]],
    ["on March 5th, 2019", [{ text: "March 5th, 2019", year: 2019, month: 3, day: 5 }]],
    ["on 5 March 2019", [{ text: "5 March 2019", year: 2019, month: 3, day: 5 }]],
    ["on 3/5/19", [{ text: "3/5/19", year: 2019, month: 3, day: 5 }]],
    ["on 2150-03-05", [{ text: "2150-03-05", year: 2150, month: 3, day: 5 }]],
    [
      "from 05-25 through 05-31",
      [
        { text: "05-25", month: 5, day: 25 },
        { text: "05-31", month: 5, day: 31 },
      ],
    ],
    ["in mid-October", [{ text: "mid-October", month: 10 }]],
    ["in September 2014", [{ text: "September 2014", year: 2014, month: 9 }]],
    ["since 2011", [{ text: "2011", year: 2011 }]],
    ["2000 mg, goal 2.5-3.5, BP 92/54, she may go", []],
  ])("%s", (text, dates) => {
    expect(read(text)).toEqual(dates);
  });

  it("knows which date no longer holds", () => {
    expect(read("postponed from 2021-06-07 to 2021-06-14")).toMatchObject([{ isOverruled: true }, { day: 14 }]);
    expect(read("cefepime from 05-25 through 05-31")[0]).not.toHaveProperty("isOverruled");
  });
});

it("dates agree where they share fields and differ in none", () => {
  const [full, day, other, year] = ["2019-03-05", "March 5", "6 March 2019", "2019"].flatMap(findDates);
  if (full === undefined || day === undefined || other === undefined || year === undefined) throw new Error("missed");
  expect(datesAgree(full, day)).toBe(true);
  expect(datesAgree(full, other)).toBe(false);
  expect(datesAgree(full, year)).toBe(true);
  expect(datesAgree(day, year)).toBe(false);
  expect(datesCompare(full, other)).toBe(true);
  expect(datesCompare(full, year)).toBe(false);
});
