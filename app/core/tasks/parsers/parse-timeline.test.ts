import { describe, expect, it } from "vitest";
import { parseResult } from "../parse-result";
import { note, textsInNote } from "../testing/note";

function timeline(answer: string): string[] {
  const result = parseResult("timeline", answer, note);
  return result.kind === "timeline" ? result.events.map(({ when, event }) => `${when} | ${event}`) : [result.kind];
}

describe("parseResult of a timeline", () => {
  const ordered = ["2021-11-02 | admitted", "2021-11-03 | echocardiogram", "2021-11-08 | discharged"];

  it.each([
    "2021-11-02: admitted\n2021-11-08: discharged\n2021-11-03: echocardiogram",
    "- admitted (2021-11-02)\n- discharged (2021-11-08)\n- echocardiogram (2021-11-03)",
    "* admitted - 2021-11-02.\n* echocardiogram - 2021-11-03.\n* discharged - 2021-11-08.",
    "On 2021-11-02, admitted\nOn 2021-11-08, discharged\nOn 2021-11-03, echocardiogram",
    "| Date | Event |\n|--|--|\n| 2021-11-02 | admitted |\n| 2021-11-08 | discharged |\n| 2021-11-03 | echocardiogram |",
    '{"events": [{"event": "admitted", "date": "2021-11-02"}, {"event": "echocardiogram", "date": "2021-11-03"}, {"event": "discharged", "date": "2021-11-08"}]}',
    "Date: 2021-11-02\nEvent: admitted\n\nDate: 2021-11-03\nEvent: echocardiogram\n\nDate: 2021-11-08\nEvent: discharged",
    "**2021-11-02**:\n- admitted\n**2021-11-03**\n- echocardiogram\n2021-11-08:\ndischarged",
  ])("reads %j", (answer) => expect(timeline(answer)).toEqual(ordered));

  it("reads sentences with times in them", () => {
    expect(
      timeline(
        "He was admitted on 2021-11-02 with dyspnea. An echocardiogram followed on November 3. He left on 2021-11-08.",
      ),
    ).toEqual([
      "2021-11-02 | He was admitted on 2021-11-02 with dyspnea",
      "November 3 | An echocardiogram followed on November 3",
      "2021-11-08 | He left on 2021-11-08",
    ]);
  });

  it("takes a date for the time of an admission or discharge before it", () => {
    expect(timeline("Discharge: 01/03/2022\nAdmission: 12/31/2021")).toEqual([
      "12/31/2021 | Admission",
      "01/03/2022 | Discharge",
    ]);
    expect(timeline("Admission: chest pain since 2019\nDischarge: well")[0]).toBe("Admission | chest pain since 2019");
  });

  it("goes on to the next year after New Year", () => {
    const told = ["December 30, 2021 | fall", "January 2 | surgery", "January 9 | discharged"];
    expect(timeline("December 30, 2021: fall\nJanuary 2: surgery\nJanuary 9: discharged")).toEqual(told);
  });

  it("keeps the order of what has no date, behind the date before it", () => {
    expect(
      timeline(
        "- 2021-11-08: discharged\n- in 5 days: potassium\n- 2021-11-02: admitted\n- day 3: creatinine peaked\n- well",
      ),
    ).toEqual([
      "2021-11-02 | admitted",
      "day 3 | creatinine peaked",
      " | well",
      "2021-11-08 | discharged",
      "in 5 days | potassium",
    ]);
    expect(timeline("Day 1: fever\nDay 2: fall\nOn discharge: well")).toEqual([
      "Day 1 | fever",
      "Day 2 | fall",
      "On discharge | well",
    ]);
  });

  it("sorts dates without a year by the note's", () => {
    expect(timeline("- November 15: clinic\n- Nov 3: echocardiogram\n- March 2019: lisinopril started")).toEqual([
      "March 2019 | lisinopril started",
      "Nov 3 | echocardiogram",
      "November 15 | clinic",
    ]);
  });

  it("finds times in the note, or else the event", () => {
    const result = parseResult("timeline", "2021-11-15: clinic\n11/15/2021: heart failure clinic", note);
    const places = result.kind === "timeline" ? result.events.map(({ inNote }) => textsInNote(inNote)) : [];
    expect(places).toEqual([["2021-11-15"], ["Heart failure clinic"]]);
  });

  it.each(["", "The stay lasted six days.", "There are no dates in the note.", "- fever\n- cough", "7 days"])(
    "leaves %j as text",
    (answer) => expect(timeline(answer)).toEqual(["text"]),
  );
});
