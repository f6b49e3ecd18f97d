import { isJsonObject, type JsonObject } from "../../checkpoint/strict-json";
import { NoteError } from "../../errors";
import { damaged, type FilePlace, noText, unknownFormat } from "../note-problems";
import { tidy } from "../plain-text";
import type { RawDocument, ReadDocument, ReadNote } from "../read-note";
import { parseBoundedJson } from "./bounded-json";
import { compositionText } from "./composition-text";
import { conceptName, objectField, objectsField, textField } from "./fields";
import { readAttachments } from "./read-attachments";
import { isEnteredInError, titleWithStatus } from "./status";

/** A resource, where it lies, and what the bundle around it holds for it. */
interface Found {
  resource: JsonObject;
  at: FilePlace;
  /** Binary resources by the addresses under which others may refer to them. */
  binaries: ReadonlyMap<string, JsonObject>;
}

/**
 * The notes in a FHIR R4 resource: a DocumentReference, a Composition, a DiagnosticReport, or all of these in a Bundle, in its
 * order. A bundle's documents whose text does not lie in the file, that are pictures, or that were entered in error, are left
 * out as long as another has text; one that is damaged fails the file. Format: https://hl7.org/fhir/R4/. Throws NoteError.
 */
export async function readFhir(json: string, document: RawDocument, readInner: ReadDocument): Promise<ReadNote[]> {
  const { at } = document;
  const resource = parseBoundedJson(json, at);
  if (!isJsonObject(resource)) throw damaged(at, "it does not hold a FHIR resource");
  const found = documentsIn({ resource, at, binaries: new Map() });
  if (found.length === 0) {
    throw unknownFormat(at, "it holds no DocumentReference, Composition or DiagnosticReport of FHIR");
  }
  const notes: ReadNote[] = [];
  let missing: NoteError | undefined;
  for (const each of found) {
    try {
      for (const note of await readResource(each, document.title, readInner)) {
        notes.push({ ...note, title: titleWithStatus(note.title, each.resource) });
      }
    } catch (error) {
      if (!isWithoutText(error)) throw error;
      missing ??= error;
    }
  }
  if (notes.length === 0 && missing !== undefined) throw missing;
  return notes;
}

function isWithoutText(error: unknown): error is NoteError {
  return error instanceof NoteError && (error.code === "no-text" || error.code === "unknown-format");
}

const DOCUMENTS = new Set(["DocumentReference", "Composition", "DiagnosticReport"]);

function documentsIn(found: Found): Found[] {
  const { resource, at } = found;
  const type = textField(resource, "resourceType") ?? "";
  if (type !== "Bundle") return DOCUMENTS.has(type) ? [found] : [];
  const entries = objectsField(resource, "entry");
  const binaries = new Map(found.binaries);
  for (const entry of entries) {
    const binary = objectField(entry, "resource");
    if (binary?.resourceType !== "Binary") continue;
    for (const address of [textField(entry, "fullUrl"), `Binary/${textField(binary, "id") ?? ""}`]) {
      if (address !== undefined) binaries.set(address, binary);
    }
  }
  return entries.flatMap((entry, i) => {
    const inner = objectField(entry, "resource");
    const place = `${at.place === undefined ? "" : `${at.place}, `}entry ${i + 1}`;
    return inner === undefined ? [] : documentsIn({ resource: inner, at: { file: at.file, place }, binaries });
  });
}

async function readResource({ resource, at, binaries }: Found, title: string, read: ReadDocument): Promise<ReadNote[]> {
  if (isEnteredInError(resource)) {
    throw noText(
      at,
      "it is marked as entered in error",
      "Bring the one that was entered in its place, if there is one.",
    );
  }
  const called = (names: (string | undefined)[], date: string | undefined): string =>
    [names.find((name) => name !== undefined) ?? title, date?.slice(0, 10) ?? ""].join(" ").trim();
  const type = conceptName(objectField(resource, "type"));
  if (resource.resourceType === "Composition") {
    const text = compositionText(resource, at);
    if (text === "") throw noText(at, "its sections have no text");
    return [{ title: called([textField(resource, "title"), type], textField(resource, "date")), text }];
  }
  const attachments = { at, binaries, read };
  if (resource.resourceType === "DocumentReference") {
    const all = objectsField(resource, "content")
      .map((content) => objectField(content, "attachment"))
      .filter((attachment) => attachment !== undefined);
    const names = [textField(resource, "description"), type, textField(all[0], "title")];
    return readAttachments(all, { ...attachments, title: called(names, textField(resource, "date")) });
  }
  const name = called([conceptName(objectField(resource, "code"))], textField(resource, "effectiveDateTime"));
  const forms = objectsField(resource, "presentedForm");
  try {
    return await readAttachments(forms, { ...attachments, title: name });
  } catch (error) {
    const conclusion = tidy(textField(resource, "conclusion") ?? "").trim();
    if (conclusion === "" || !isWithoutText(error)) throw error;
    return [{ title: name, text: conclusion }];
  }
}
