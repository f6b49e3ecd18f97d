import { describe, expect, it } from "vitest";
import { createEvidenceClient } from "./client";

const note = "HOSPITAL COURSE\nAspirin was stopped. No fever.\n";

describe("the evidence worker", () => {
  it("answers as the core does", async () => {
    const evidence = await createEvidenceClient().findEvidence({
      note,
      answer: "Aspirin was discontinued. He had a fever.",
    });
    expect(evidence?.map(({ verdict }) => verdict)).toEqual(["supported", "contradicted"]);
    expect(evidence?.[0]?.passages.map(({ start, end }) => note.slice(start, end))).toEqual(["Aspirin was stopped."]);
  });

  it("works out the latest of several calls, and tells the others that their time has passed", async () => {
    const client = createEvidenceClient();
    const answers = ["Aspirin", "Aspirin was", "Aspirin was stopped", "Aspirin was stopped."];
    const found = await Promise.all(answers.map((answer) => client.findEvidence({ note, answer })));
    expect(found.slice(0, -1)).toEqual([undefined, undefined, undefined]);
    expect(found.at(-1)?.map(({ verdict }) => verdict)).toEqual(["supported"]);
  });
});
