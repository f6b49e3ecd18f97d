import { describe, expect, it } from "vitest";
import { base64Bytes } from "../../core/checkpoint/testing/base64";
import golden from "../../core/note-files/golden/documents.json" with { type: "json" };
import { pdfOf } from "../../core/note-files/testing/build-pdf";
import { malformed } from "../../core/note-files/testing/malform";
import { expectNotesOrError } from "../../core/note-files/testing/outcome";
import { sampleDocuments } from "../../core/note-files/testing/sample-documents";
import { connect } from "../rpc/connect";
import { startWorker } from "../rpc/start-worker";
import { readNoteFile } from "./client";
import type { ReadNoteProtocol } from "./protocol";
import workerUrl from "./read-note-worker.ts?worker&url";

const file = (name: string, bytes: Uint8Array<ArrayBuffer>): File => new File([bytes], name);

describe("readNoteFile", () => {
  it.each(golden)("reads $name, which $madeBy wrote", async ({ name, base64, text }) => {
    const [note] = await readNoteFile(file(name, base64Bytes(base64)));
    expect(note?.text).toBe(text);
  });

  it("says what is wrong with a file as an error with a code", async () => {
    await expect(readNoteFile(file("x.pdf", Uint8Array.of(1, 2, 3)))).rejects.toMatchObject({ code: "damaged" });
    const large = file("x.txt", new Uint8Array((50 << 20) + 1));
    await expect(readNoteFile(large)).rejects.toMatchObject({ code: "too-large" });
  });

  it("gives a file up that takes too long", async () => {
    const endless = file("x.pdf", pdfOf(["q ".repeat(500_000)]));
    const error: unknown = await readNoteFile(endless, { timeoutMs: 2000 }).catch((reason: unknown) => reason);
    expect(error).toMatchObject({ code: "damaged" });
    expect(String(error)).toContain("within 2 seconds");
  });
});

describe("the worker", () => {
  it("reads 200 spoilt PDFs, or one error each says what is wrong", async () => {
    const worker = connect<ReadNoteProtocol>(() => startWorker(workerUrl, "read-note"));
    const name = "note.pdf";
    const { [name]: bytes = new Uint8Array() } = await sampleDocuments();
    let read = 0;
    for (const copy of malformed(bytes, 200)) {
      if (await expectNotesOrError(name, worker.call("read", { name, bytes: copy }))) read++;
    }
    worker.terminate(new Error("done"));
    expect(read).toBeGreaterThan(0);
    expect(read).toBeLessThan(200);
  });
});
