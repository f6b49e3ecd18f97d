import { describe, expect, it } from "vitest";
import { clipSpans, flattenMarks } from "./flatten-marks";
import type { NoteMark } from "../../core/note/note-mark";

function mark(start: number, end: number, id: string, kind: NoteMark["kind"] = "support"): NoteMark {
  return { span: { start, end }, kind, label: `about ${id}`, ids: [id] };
}

/** Each stretch as "start-end ids". */
function stretches(marks: NoteMark[], length = 100): string[] {
  return flattenMarks(marks, length).map(({ start, end, ids }) => `${start}-${end} ${ids.join("+")}`);
}

describe("flattenMarks", () => {
  it("keeps marks apart that do not touch, in the order of the text", () => {
    expect(stretches([mark(20, 30, "b"), mark(0, 10, "a")])).toEqual(["0-10 a", "20-30 b"]);
  });

  it("cuts a nested mark out of the one around it", () => {
    expect(stretches([mark(0, 30, "outer"), mark(10, 20, "inner")])).toEqual([
      "0-10 outer",
      "10-20 outer+inner",
      "20-30 outer",
    ]);
  });

  it("cuts marks where they overlap, and not where they only meet", () => {
    expect(stretches([mark(0, 20, "a"), mark(10, 30, "b")])).toEqual(["0-10 a", "10-20 a+b", "20-30 b"]);
    expect(stretches([mark(10, 20, "b"), mark(0, 10, "a")])).toEqual(["0-10 a", "10-20 b"]);
  });

  it("joins what several marks say of the same passage, each thing once", () => {
    const marks = [mark(0, 5, "a", "entity"), mark(0, 5, "b", "conflict"), mark(0, 5, "a", "support")];
    expect(flattenMarks(marks, 5)).toEqual([
      { start: 0, end: 5, kind: "conflict", label: "about a; about b", ids: ["a", "b"] },
    ]);
  });

  it("marks nothing beyond the note, and nothing that is empty", () => {
    expect(stretches([mark(5, 40, "a"), mark(12, 14, "b"), mark(3, 3, "c"), mark(9, 2, "d")], 10)).toEqual(["5-10 a"]);
  });

  it("covers what the marks cover, once, whatever they are", () => {
    let seed = 1;
    const random = (below: number) => (seed = (seed * 48271) % 2147483647) % below;
    for (let round = 0; round < 200; round++) {
      const marks = Array.from({ length: random(8) }, (_, index) => {
        const start = random(40);
        return mark(start, start + random(20), String(index));
      });
      const idsAt = Array.from({ length: 50 }, (_, at) =>
        marks.filter(({ span }) => span.start <= at && at < span.end).flatMap(({ ids }) => ids),
      );
      const flat = flattenMarks(marks, 50);
      const found = idsAt.map((_, at) => flat.filter(({ start, end }) => start <= at && at < end));
      expect(found.map((spans) => spans.length)).toEqual(idsAt.map((ids) => (ids.length > 0 ? 1 : 0)));
      expect(found.map(([span]) => (span?.ids ?? []).toSorted())).toEqual(idsAt.map((ids) => ids.toSorted()));
    }
  });
});

describe("clipSpans", () => {
  it("cuts off what lies outside the range, and drops what only touches it", () => {
    const spans = flattenMarks([mark(0, 10, "a"), mark(15, 25, "b"), mark(30, 40, "c")], 100);
    const clipped = clipSpans(spans, { start: 5, end: 30 });
    expect(clipped.map(({ start, end, ids }) => [start, end, ...ids])).toEqual([
      [5, 10, "a"],
      [15, 25, "b"],
    ]);
  });
});
