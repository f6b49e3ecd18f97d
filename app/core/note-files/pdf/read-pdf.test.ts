import { describe, expect, it } from "vitest";
import { buildPdf, pdfLines, pdfOf } from "../testing/build-pdf";
import { readPdf } from "./read-pdf";

const at = { file: "note.pdf" };
const WRAPPED = ["She was treated with oral metoprolol for atrial", "fibrillation, and tolerated it well."];

describe("readPdf", () => {
  it("joins lines that were broken because they were full, and no others", async () => {
    const lines = ["Sodium 138", "Potassium 4.1", ...WRAPPED, "1. Aspirin"];
    expect(await readPdf(buildPdf([pdfLines(lines)]), at)).toBe(
      `Sodium 138\nPotassium 4.1\n${WRAPPED.join(" ")}\n1. Aspirin`,
    );
  });

  it("joins a sentence that runs over the end of a page", async () => {
    const [first = "", second = ""] = WRAPPED;
    expect(await readPdf(buildPdf([pdfLines([first]), pdfLines([second, "Plan"])]), at)).toBe(
      `${first} ${second}\nPlan`,
    );
  });

  it("leaves an empty line where the page does, and sets headings apart", async () => {
    const page = [
      ...pdfLines(["Hospital Course"], { size: 16 }),
      ...pdfLines(["Stable."], { top: 700 }),
      ...pdfLines(["Went home."], { top: 660 }),
    ];
    expect(await readPdf(buildPdf([page]), at)).toBe("Hospital Course:\nStable.\n\nWent home.");
  });

  it("sets columns apart", async () => {
    const page = [...pdfLines(["Drug"]), ...pdfLines(["Dose"], { x: 200 })];
    expect(await readPdf(buildPdf([page]), at)).toBe("Drug   Dose");
  });

  it("keeps the rows of a table as wide as the text apart", async () => {
    const names = pdfLines(["Sodium", "Potassium"], { top: 690 });
    const ranges = pdfLines(["135 - 145 mmol/L", "3.5 - 5.0 mmol/L"], { x: 260, top: 690 });
    const rows = names.flatMap((name, i) => [name, ...ranges.slice(i, i + 1)]);
    expect(await readPdf(buildPdf([[...pdfLines(WRAPPED), ...rows]]), at)).toBe(
      `${WRAPPED.join(" ")}\nSodium   135 - 145 mmol/L\nPotassium   3.5 - 5.0 mmol/L`,
    );
  });

  it("says that scanned pages have no text", async () => {
    await expect(readPdf(pdfOf(["0 0 100 100 re f"]), at)).rejects.toMatchObject({ code: "no-text" });
  });
});
