import { isJsonObject, type JsonObject } from "../../checkpoint/strict-json";

/** A field's text; undefined if it is absent, blank or no text. */
export function textField(object: JsonObject | undefined, key: string): string | undefined {
  const value = object?.[key];
  return typeof value === "string" && value.trim() !== "" ? value : undefined;
}

export function objectField(object: JsonObject | undefined, key: string): JsonObject | undefined {
  const value = object?.[key];
  return isJsonObject(value) ? value : undefined;
}

/** The objects of a list; none if there is no list. */
export function objectsField(object: JsonObject | undefined, key: string): JsonObject[] {
  const value = object?.[key];
  return Array.isArray(value) ? value.filter(isJsonObject) : [];
}

/** What a CodeableConcept is called: https://hl7.org/fhir/R4/datatypes.html#CodeableConcept. */
export function conceptName(concept: JsonObject | undefined): string | undefined {
  const coding = objectsField(concept, "coding").find((each) => textField(each, "display") !== undefined);
  return textField(concept, "text") ?? textField(coding, "display");
}
