import { describe, expect, it } from "vitest";
import { readNotes } from "../read-notes";
import { buildCda } from "../testing/build-cda";
import { buildPdf, pdfLines } from "../testing/build-pdf";
import { utf8 } from "../testing/utf8";

const read = (resource: unknown) => readNotes("chart.json", utf8(JSON.stringify(resource)));
const attachment = (contentType: string, data: string) => ({ attachment: { contentType, data: btoa(data) } });
const reference = (...content: unknown[]) => ({
  resourceType: "DocumentReference",
  type: { text: "Progress note" },
  content,
});
const bundle = (...resources: object[]) => ({
  resourceType: "Bundle",
  entry: resources.map((resource, i) => ({ fullUrl: `urn:uuid:${i}`, resource })),
});
const narrative = (div: string) => ({
  status: "generated",
  div: `<div xmlns="http://www.w3.org/1999/xhtml">${div}</div>`,
});

describe("a DocumentReference", () => {
  it("is read from the attachment that loses least", async () => {
    const pdf = String.fromCharCode(...buildPdf([pdfLines(["as PDF"])]));
    const all = [
      attachment("application/pdf", pdf),
      attachment("text/html", "<p>as HTML</p>"),
      attachment("text/plain", "plain"),
    ];
    expect(await read(reference(...all))).toEqual([{ title: "Progress note", text: "plain" }]);
    expect((await read(reference(...all.slice(0, 2))))[0]?.text).toBe("as HTML");
    expect((await read(reference(...all.slice(0, 1))))[0]?.text).toBe("as PDF");
  });

  it("may hold a C-CDA document, whose title counts", async () => {
    const [note] = await read(reference(attachment("application/xml", buildCda([["Plan", "Rest"]]))));
    expect(note).toEqual({ title: "Discharge Summary", text: "Plan:\nRest" });
  });

  it("is called by its description and date", async () => {
    const described = {
      ...reference(attachment("text/plain", "x")),
      description: "ED visit",
      date: "2024-03-05T10:00:00Z",
    };
    expect((await read(described))[0]?.title).toBe("ED visit 2024-03-05");
  });

  it("whose text lies elsewhere, or is no base64, says so", async () => {
    const elsewhere = reference({ attachment: { contentType: "text/plain", url: "https://example.org/1" } });
    await expect(read(elsewhere)).rejects.toMatchObject({ code: "no-text" });
    const broken = reference({ attachment: { contentType: "text/plain", data: "%%%" } });
    await expect(read(broken)).rejects.toMatchObject({ code: "damaged" });
  });
});

describe("a Composition", () => {
  it("is read section by section, those in sections too", async () => {
    const composition = {
      resourceType: "Composition",
      title: "Discharge Summary",
      date: "2024-03-05",
      section: [
        {
          title: "Course",
          text: narrative("<p>Stable.</p>"),
          section: [{ title: "Renal", text: narrative("AKI resolved.") }],
        },
        { title: "Plan", text: narrative("<ul><li>Aspirin</li><li>Rest</li></ul>") },
      ],
    };
    expect(await read(composition)).toEqual([
      {
        title: "Discharge Summary 2024-03-05",
        text: "Course:\n\nStable.\n\nRenal:\nAKI resolved.\n\nPlan:\n\n- Aspirin\n- Rest",
      },
    ]);
  });

  it("without any in its sections is read from its own narrative", async () => {
    const composition = { resourceType: "Composition", text: narrative("All of it."), section: [{ title: "Plan" }] };
    expect((await read(composition))[0]).toEqual({ title: "chart", text: "All of it." });
  });
});

describe("a DiagnosticReport", () => {
  it("is read from its presented form, or else its conclusion", async () => {
    const report = {
      resourceType: "DiagnosticReport",
      code: { coding: [{ display: "Chest X-ray" }] },
      conclusion: "Clear.",
    };
    expect(await read(report)).toEqual([{ title: "Chest X-ray", text: "Clear." }]);
    const presented = { ...report, presentedForm: [attachment("text/plain", "No effusion.").attachment] };
    expect((await read(presented))[0]?.text).toBe("No effusion.");
  });

  it("is read from its conclusion where its forms hold no text", async () => {
    const forms = [
      { contentType: "application/pdf", url: "https://example.org/1" },
      attachment("image/png", "\u0089PNG\u0001\u0002\u0003\u0000\u0000").attachment,
      attachment("text/plain", " ").attachment,
    ];
    for (const form of forms) {
      const report = {
        resourceType: "DiagnosticReport",
        conclusion: " Clear.\r\nNo\u00a0effusion.\n",
        presentedForm: [form],
      };
      expect(await read(report)).toEqual([{ title: "chart", text: "Clear.\nNo effusion." }]);
      await expect(read({ ...report, conclusion: "\u200b" })).rejects.toThrow("chart.json");
    }
  });

  it("with a damaged form says so, whatever its conclusion", async () => {
    const presentedForm = [attachment("text/rtf", "{\\rtf1 cut off").attachment];
    const report = { resourceType: "DiagnosticReport", conclusion: "Clear.", presentedForm };
    await expect(read(report)).rejects.toMatchObject({ code: "damaged" });
  });
});

describe("a document's status", () => {
  const good = reference(attachment("text/plain", "text"));

  it("leaves out what was entered in error, and says so where nothing else is left", async () => {
    const wrong = [
      { ...good, status: "entered-in-error" },
      { ...good, status: "current", docStatus: "entered-in-error" },
      { resourceType: "Composition", status: "entered-in-error", text: narrative("wrong") },
      { resourceType: "DiagnosticReport", status: "entered-in-error", conclusion: "wrong" },
    ];
    expect(await read(bundle(...wrong, good))).toHaveLength(1);
    for (const document of wrong) {
      await expect(read(document)).rejects.toMatchObject({ code: "no-text" });
      await expect(read(document)).rejects.toThrow("chart.json: it is marked as entered in error.");
    }
  });

  it("is told in the title if it is not the last word", async () => {
    const cda = reference(attachment("application/xml", buildCda([["Plan", "Rest"]])));
    const report = { resourceType: "DiagnosticReport", code: { text: "CT" }, conclusion: "x" };
    const notes = await read(
      bundle(
        { ...good, status: "current", docStatus: "final" },
        { ...good, status: "superseded", docStatus: "preliminary" },
        { ...cda, docStatus: "preliminary" },
        { ...report, status: "cancelled" },
        { ...report, status: "partial" },
      ),
    );
    expect(notes.map(({ title }) => title)).toEqual([
      "Progress note",
      "Progress note (replaced by a newer one, preliminary)",
      "Discharge Summary (preliminary)",
      "CT (cancelled)",
      "CT (incomplete)",
    ]);
  });
});

describe("a Bundle", () => {
  it("gives a note for each document, those of bundles in it too", async () => {
    const [first, second] = ["one", "two"].map((text) => reference(attachment("text/plain", text)));
    const notes = await read(bundle({ resourceType: "Patient" }, { ...first }, bundle({ ...second })));
    expect(notes.map(({ text }) => text)).toEqual(["one", "two"]);
  });

  it("may hold the text of a document in a Binary", async () => {
    const binary = { resourceType: "Binary", id: "b1", contentType: "text/plain", data: btoa("from a Binary") };
    for (const url of ["Binary/b1", "urn:uuid:1"]) {
      const [note] = await read(bundle(reference({ attachment: { url } }), binary));
      expect(note?.text).toBe("from a Binary");
    }
  });

  it("leaves out documents without text, unless none has any, and says which is damaged", async () => {
    const picture = reference(attachment("image/png", "\u0089PNG\u0001\u0002\u0003\u0000\u0000"));
    const good = reference(attachment("text/plain", "text"));
    expect(await read(bundle(picture, good))).toHaveLength(1);
    await expect(read(bundle(picture))).rejects.toMatchObject({ code: "unknown-format" });
    const broken = reference(attachment("text/rtf", "{\\rtf1 cut off"));
    await expect(read(bundle(good, broken))).rejects.toThrow("chart.json, entry 2: its RTF ends too soon.");
  });

  it("without documents says so", async () => {
    await expect(read(bundle({ resourceType: "Patient" }))).rejects.toMatchObject({ code: "unknown-format" });
  });
});
