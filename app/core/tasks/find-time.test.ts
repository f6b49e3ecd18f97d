import { describe, expect, it } from "vitest";
import { findTime, yearOf } from "./find-time";

const found = (text: string, year?: number) => {
  const time = findTime(text, year);
  return time === undefined ? undefined : [text.slice(time.span.start, time.span.end), time.order];
};

describe("findTime", () => {
  it.each([
    ["seen 2021-11-03 at noon", "2021-11-03", 202111030000],
    ["2021/11/3", "2021/11/3", 202111030000],
    ["[**2101-10-20**]", "2101-10-20", 210110200000],
    ["on 11/03/2021", "11/03/2021", 202111030000],
    ["on 23/03/2021", "23/03/2021", 202103230000],
    ["11/3/21 09:15", "11/3/21", 202111030915],
    ["3 November 2021", "3 November 2021", 202111030000],
    ["the 3rd of Nov. 2021", "3rd of Nov. 2021", 202111030000],
    ["Nov 3, 2021, 2:05 pm", "Nov 3, 2021", 202111031405],
    ["in March 2019", "March 2019", 201903000000],
    ["since 2016", "2016", 201600000000],
    ["2011", "2011", 201100000000],
    ["last seen March 2019, first in 2011", "March 2019", 201903000000],
  ])("in %j it finds %j", (text, span, order) => expect(found(text)).toEqual([span, order]));

  it.each([
    ["on November 3", "November 3", 202011030000],
    ["3 Nov", "3 Nov", 202011030000],
    ["in mid-October", "October", 202010000000],
    ["10/12", "10/12", 202010120000],
  ])("takes the year of %j from its context", (text, span, order) => {
    expect(found(text, 2020)).toEqual([span, order]);
    expect(found(text)).toEqual([span, undefined]);
  });

  it.each([
    ["on day 3 of the stay", "day 3"],
    ["hospital day 2", "hospital day 2"],
    ["POD#2", "POD#2"],
    ["in 4 weeks", "in 4 weeks"],
    ["for one week", "for one week"],
    ["two days before admission", "two days before admission"],
    ["on discharge", "on discharge"],
    ["at 10:30", "10:30"],
    ["at 6 p.m.", "6 p.m"],
  ])("in %j it finds %j, which no calendar tells", (text, span) => expect(found(text)).toEqual([span, undefined]));

  it.each([
    "",
    "Sacubitril-valsartan 24/26 mg",
    "blood pressure 120/80",
    "ceftriaxone 2000 mg",
    "12.5-25 mg",
    "pH 7.31",
    "He may march on",
    "45/45/2020",
    "a fever",
  ])("finds nothing in %j", (text) => expect(found(text)).toBeUndefined());

  it("tells the year of what it ordered", () => expect(yearOf(202111030915)).toBe(2021));
});
