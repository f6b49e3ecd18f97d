import type { JsonObject } from "../../checkpoint/strict-json";
import { textField } from "./fields";

/** What the statuses of documents that are not the last word say, in plain words. */
const REMARKS: ReadonlyMap<string, string> = new Map([
  ["preliminary", "preliminary"],
  ["partial", "incomplete"],
  ["superseded", "replaced by a newer one"],
  ["cancelled", "cancelled"],
]);

/** True for what should never have been in the record. */
export function isEnteredInError(document: JsonObject): boolean {
  return statusesOf(document).includes("entered-in-error");
}

/** A document's title and, in brackets behind it, what its status says against relying on it. */
export function titleWithStatus(title: string, document: JsonObject): string {
  const remarks = statusesOf(document).flatMap((status) => REMARKS.get(status) ?? []);
  return remarks.length === 0 ? title : `${title} (${remarks.join(", ")})`;
}

/** Of a DocumentReference, that of the reference, then that of the document: https://hl7.org/fhir/R4/documentreference.html. */
function statusesOf(document: JsonObject): string[] {
  return ["status", "docStatus"].flatMap((key) => textField(document, key) ?? []);
}
