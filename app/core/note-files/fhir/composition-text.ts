import type { JsonObject } from "../../checkpoint/strict-json";
import type { FilePlace } from "../note-problems";
import { RichText } from "../markup/rich-text";
import { walkMarkup } from "../markup/walk-markup";
import { PlainText } from "../plain-text";
import { objectField, objectsField, textField } from "./fields";

/**
 * A Composition's sections and theirs, each title as a heading, then its narrative; where none has any, the narrative of the
 * whole. Format: https://hl7.org/fhir/R4/composition.html. Throws NoteError "damaged" or "too-large".
 */
export function compositionText(composition: JsonObject, at: FilePlace): string {
  const out = new PlainText(at);
  const sections = objectsField(composition, "section");
  if (sections.map((section) => writeSection(section, out, at)).includes(true)) return out.finish();
  const whole = new PlainText(at);
  writeNarrative(composition, whole, at);
  return whole.finish();
}

/** False if neither the section nor one in it has a narrative. */
function writeSection(section: JsonObject, out: PlainText, at: FilePlace): boolean {
  out.openHeading();
  out.flowing(textField(section, "title") ?? "");
  out.closeHeading();
  const isNarrated = writeNarrative(section, out, at);
  const inner = objectsField(section, "section").map((each) => writeSection(each, out, at));
  return isNarrated || inner.includes(true);
}

function writeNarrative(element: JsonObject, out: PlainText, at: FilePlace): boolean {
  const html = textField(objectField(element, "text"), "div");
  if (html === undefined) return false;
  walkMarkup(html, "html", at, new RichText(out));
  out.break(2);
  return true;
}
