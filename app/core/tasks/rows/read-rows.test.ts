import { describe, expect, it } from "vitest";
import { readRows } from "./read-rows";

const rows = (answer: string) =>
  readRows(answer).map(({ kind, cells }) => [
    kind,
    ...cells.map(({ text, key }) => (key === "" ? text : `${key}=${text}`)),
  ]);

describe("readRows", () => {
  it.each(["- COPD", "* COPD", "• COPD", "1. COPD", "12) COPD", "(3) COPD", "  - **COPD**", "- 1. `COPD`", "> - COPD"])(
    "%s is an item",
    (line) => expect(rows(line)).toEqual([["item", "COPD"]]),
  );

  it.each([
    "Medications:",
    "**Medications**",
    "**Medications:**",
    "## Medications",
    "1. **Medications:**",
    "__Medications__",
  ])("%s is a heading", (line) => {
    expect(readRows(line)).toMatchObject([{ kind: "heading" }]);
    expect(readRows(line)[0]?.cells[0].text.replace(":", "")).toBe("Medications");
  });

  it("takes a bold item for the title of the list below it", () => {
    const inBold = "1. **Medications**\n   - aspirin\n   - **heparin**\n2. **Conditions**\n   - COPD";
    expect(rows(inBold).map(([kind]) => kind)).toEqual(["heading", "item", "item", "heading", "item"]);
    expect(rows("- **COPD**\n- **HTN**\n- gout").map(([kind]) => kind)).toEqual(["item", "item", "item"]);
  });

  it("takes other lines as they are, and leaves blank ones and code fences out", () => {
    expect(rows("```\nHe is well.\n\n  2019 was a **good** year \n---\n```")).toEqual([
      ["line", "He is well."],
      ["line", "2019 was a good year"],
    ]);
  });

  it("leaves out what names the answer itself", () => {
    expect(rows("Answer: COPD: lungs")).toEqual(rows("COPD: lungs"));
    expect(rows("**Answer:**\n- COPD")).toEqual([["item", "COPD"]]);
    expect(rows("The answer: yes")).toEqual([["line", "The answer: yes"]]);
  });

  it("reads labels in bold, with the colon inside or behind", () => {
    const labelled = [["line", "medication=furosemide", "condition=CHF"]];
    expect(rows("**Medication**: furosemide; **Condition**: CHF")).toEqual(labelled);
    expect(rows("**Medication:** furosemide; **Condition:** CHF")).toEqual(labelled);
  });

  it("knows where its words stand", () => {
    const answer = "Here:\n  1. **COPD**: lungs \r\n| a | “b” |";
    const spans = readRows(answer).flatMap(({ cells }) => cells.map(({ span }) => answer.slice(span.start, span.end)));
    expect(spans).toEqual(["Here:", "COPD**: lungs", "a", "b"]);
  });

  it("reads tables by their headers", () => {
    expect(rows("| Date | Event |\n|:---|---:|\n| 2019 | Fall |\n| 2020 | |\n")).toEqual([
      ["item", "date=2019", "event=Fall"],
      ["item", "date=2020"],
    ]);
    expect(rows("Date | Event\n2019 | Fall")).toEqual([["item", "date=2019", "event=Fall"]]);
    expect(rows("a | b | c")).toEqual([["item", "a", "b", "c"]]);
  });

  it("reads JSON", () => {
    expect(rows('{"COPD": "lungs", "HTN": "pressure"}')).toEqual([
      ["item", "COPD", "lungs"],
      ["item", "HTN", "pressure"],
    ]);
    expect(rows('Here is the JSON:\n```json\n{"entities": [{"Type": "Drug", "text": "aspirin"}]}\n```')).toEqual([
      ["item", "type=Drug", "text=aspirin"],
    ]);
    expect(rows('{"Medications": ["aspirin", "heparin"]}')).toEqual([
      ["item", "Medications", "aspirin"],
      ["item", "Medications", "heparin"],
    ]);
    expect(rows('[{"date": "2019", "events": ["fall", "surgery"]}]')).toEqual([
      ["item", "date=2019", "fall"],
      ["item", "date=2019", "surgery"],
    ]);
  });

  it("reads JSON that was cut off or lacks its quotes", () => {
    expect(rows('[{"type": "Drug", "text": "aspirin"}, {"type": "Drug", "text": "hepa')).toEqual([
      ["item", "type=Drug", "text=aspirin"],
      ["item", "type=Drug", "text=hepa"],
    ]);
    expect(rows("{\"entities\": [{'type': 'Drug', text: aspirin}")).toEqual([["item", "type=Drug", "text=aspirin"]]);
    expect(rows('[{"type": "Drug", ')).toEqual([["item", "type=Drug"]]);
    expect(rows("[[{")).toEqual([]);
  });

  it("takes prose with brackets in it for prose", () => {
    expect(rows('He was seen on [ "2101-10-20"] and all was found to be well, so that he went home.')).toHaveLength(1);
    expect(readRows('He was seen on [ "2101-10-20"] and all was found to be well, so he went home.')[0]?.kind).toBe(
      "line",
    );
  });
});
