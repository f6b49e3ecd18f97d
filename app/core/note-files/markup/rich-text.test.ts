import { describe, expect, it } from "vitest";
import { htmlText } from "./rich-text";

const text = (html: string): string => htmlText(html, { file: "x.html" });

describe("htmlText", () => {
  it("writes headings, paragraphs and line breaks as lines", () => {
    expect(text("<h2>Plan</h2><p>One\n two<br>three</p>four<div>five</div>")).toBe(
      "Plan:\nOne two\nthree\n\nfour\nfive".replace("Plan:\n", "Plan:\n\n"),
    );
  });

  it("writes lists behind marks, those in lists further in", () => {
    expect(text("<ol><li>a<ul><li>b</li></ul></li><li><p>c</p></li></ol>d")).toBe("1. a\n  - b\n2. c\n\nd");
  });

  it("writes a table's rows as lines, closed or not", () => {
    expect(text("<table><tr><th>Drug<th>Dose<tr><td>Aspirin<td><p>81 mg</p><p>daily</p></table>")).toBe(
      "Drug | Dose\nAspirin | 81 mg; daily",
    );
  });

  it("keeps the lines of preformatted text", () => {
    expect(text("<p>a</p><pre>Na  138\nK   4.1</pre>")).toBe("a\n\nNa  138\nK   4.1");
  });

  it("keeps the lines of preformatted text apart in a table that a page is laid out by", () => {
    expect(text("<table><tr><td>Meds<td><pre>Aspirin 81 mg\nApixaban 5 mg\n</pre></table>")).toBe(
      "Meds | Aspirin 81 mg; Apixaban 5 mg",
    );
  });

  it("keeps powers and the marks of footnotes apart from the numbers before them", () => {
    expect(text("WBC 7 x10<sup>9</sup>/L<sup></sup>2, Cr 1.2<sup><b>1</b></sup>; May 1<sup>st</sup>")).toBe(
      "WBC 7 x10^9/L2, Cr 1.2^1; May 1st",
    );
  });

  it("leaves out what a page does not show", () => {
    expect(
      text("<head><title>t</title></head><style>s</style><script>if (a < b) c()</script>&lt;5&nbsp;mg&eacute;"),
    ).toBe("<5 mgé");
  });
});
