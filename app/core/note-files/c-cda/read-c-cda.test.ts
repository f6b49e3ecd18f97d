import { describe, expect, it } from "vitest";
import { readNotes } from "../read-notes";
import { buildCda } from "../testing/build-cda";
import { buildPdf, pdfLines } from "../testing/build-pdf";
import { utf8 } from "../testing/utf8";

const read = (xml: string) => readNotes("summary.xml", utf8(xml));

describe("C-CDA", () => {
  const narrative =
    '<paragraph>Alert &amp; oriented.</paragraph><list listType="ordered"><item>Aspirin<br/>81 mg</item><item>Rest</item></list>' +
    "<table><thead><tr><th>Lab</th><th>Result</th></tr></thead><tbody><tr><td>Na</td><td><content>138</content></td></tr></tbody></table>";
  const text = "Hospital Course:\nAlert & oriented.\n\n1. Aspirin\n81 mg\n2. Rest\n\nLab | Result\nNa | 138";

  it.each(["", "n1:"])("is read as its sections' titles and narratives, with the prefix '%s'", async (prefix) => {
    const xml = buildCda([["Hospital Course", narrative]], prefix);
    expect(await read(xml)).toEqual([{ title: "Discharge Summary", text: text.replace(":\n", ":\n\n") }]);
  });

  it("keeps the line ends of a narrative that has no other layout", async () => {
    const [note] = await read(
      buildCda([
        ["Plan", "\n  Aspirin\n  Rest\n"],
        ["Diet", "Low <sub>x</sub>\n salt"],
      ]),
    );
    expect(note?.text).toBe("Plan:\nAspirin\nRest\n\nDiet:\nLow x salt");
  });

  it("keeps a superscript apart from the number before it", async () => {
    const [note] = await read(
      buildCda([["Labs", "<table><tr><td>PLT</td><td>150 x10<sup>9</sup>/L</td></tr></table>"]]),
    );
    expect(note?.text).toContain("PLT | 150 x10^9/L");
  });

  it("is read from the file that its body may be", async () => {
    const pdf = buildPdf([pdfLines(["Scanned, then recognised."])]);
    const data = btoa(String.fromCharCode(...pdf));
    const body = `<nonXMLBody><text mediaType="application/pdf" representation="B64">${data}</text></nonXMLBody>`;
    const xml = `<ClinicalDocument><title>Letter</title><component>${body}</component></ClinicalDocument>`;
    expect(await read(xml)).toEqual([{ title: "Letter", text: "Scanned, then recognised." }]);
  });

  it("is known without an XML declaration, behind a style sheet or a comment", async () => {
    const xml = buildCda([["Plan", "Rest"]]).replace(/<\?xml.*\?>/, '<?xml-stylesheet href="CDA.xsl"?><!-- ours -->');
    expect((await read(xml))[0]?.text).toBe("Plan:\nRest");
  });

  it("expands no entities of its own", async () => {
    const xml = buildCda([["Plan", "&secret; rest"]]).replace("\n", '\n<!DOCTYPE x [<!ENTITY secret "expanded">]>\n');
    expect((await read(xml))[0]?.text).toBe("Plan:\n&secret; rest");
  });

  it("says when it is cut off, and what other XML is not", async () => {
    await expect(read(buildCda([["Plan", "Rest"]]).slice(0, -30))).rejects.toMatchObject({ code: "damaged" });
    await expect(read('<?xml version="1.0"?><Patient/>')).rejects.toMatchObject({ code: "unknown-format" });
  });
});
