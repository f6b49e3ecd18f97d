import type { JsonObject } from "../../checkpoint/strict-json";
import { NoteError } from "../../errors";
import { decodeBase64 } from "../decode-base64";
import { type FilePlace, noText } from "../note-problems";
import type { ReadDocument, ReadNote } from "../read-note";
import { textField } from "./fields";

interface Surroundings {
  title: string;
  at: FilePlace;
  binaries: ReadonlyMap<string, JsonObject>;
  read: ReadDocument;
}

/** Which of several renderings of a document is read: the one that text is lost from least. */
const PREFERRED = [/^text\/(plain|markdown)/, /html/, /xml/, /rtf/, /wordprocessingml/, /pdf/];

/**
 * The text of a document from its attachments, which FHIR says are the same document in several formats: the first of them that
 * can be read. Format: https://hl7.org/fhir/R4/datatypes.html#Attachment. Throws the NoteError of the most preferred, or
 * "no-text" where none lies in the file.
 */
export async function readAttachments(attachments: JsonObject[], around: Surroundings): Promise<ReadNote[]> {
  const { title, at, binaries, read } = around;
  let failure: NoteError | undefined;
  for (const attachment of [...attachments].sort((a, b) => rank(a) - rank(b))) {
    const binary = binaries.get(textField(attachment, "url") ?? "");
    const data = textField(attachment, "data") ?? textField(binary, "data");
    if (data === undefined) continue;
    const type = textField(attachment, "contentType") ?? textField(binary, "contentType") ?? "";
    try {
      return await read({ bytes: decodeBase64(data, at), type: type.toLowerCase(), title, at });
    } catch (error) {
      if (!(error instanceof NoteError)) throw error;
      failure ??= error;
    }
  }
  throw failure ?? noText(at, "its text lies elsewhere, and only a reference to it is here");
}

function rank(attachment: JsonObject): number {
  const type = textField(attachment, "contentType")?.toLowerCase() ?? "";
  const index = PREFERRED.findIndex((each) => each.test(type));
  return index < 0 ? PREFERRED.length : index;
}
