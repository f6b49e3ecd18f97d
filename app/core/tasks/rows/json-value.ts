import { cellOf, type Cell } from "./cell";

/** A value of JSON in an answer, with its place there. */
export type JsonValue = { kind: "scalar"; cell: Cell } | JsonList | JsonObject;
interface JsonList {
  kind: "list";
  values: JsonValue[];
}
export interface JsonObject {
  kind: "object";
  entries: [Cell, JsonValue][];
}

/** Deeper nesting is no answer of a model. */
const deepest = 20;
/** Words before the bracket that JSON begins with: "Here is the JSON:", a code fence. */
const longestLeadIn = 300;

/**
 * Reads the JSON that an answer consists of, but for words before and after it. Missing quotes, commas and brackets are forgiven, and
 * an end that was cut off closes what is open. Undefined where an answer is not JSON.
 */
export function readJson(answer: string): JsonValue | undefined {
  const start = /[[{]\s{0,20}["{[]/.exec(answer.slice(0, longestLeadIn))?.index;
  if (start === undefined) return undefined;
  const reader = new JsonReader(answer, start);
  const value = reader.read(0);
  return reader.position - start < answer.length / 2 ? undefined : value;
}

class JsonReader {
  position: number;
  private readonly text: string;

  constructor(text: string, position: number) {
    this.text = text;
    this.position = position;
  }

  read(depth: number): JsonValue | undefined {
    if (depth > deepest) return undefined;
    switch (this.skipSpace()) {
      case "{":
        return this.readObject(depth);
      case "[":
        return this.readList(depth);
      case "":
        return undefined;
      default:
        return { kind: "scalar", cell: this.readScalar() };
    }
  }

  private readObject(depth: number): JsonObject {
    const entries: JsonObject["entries"] = [];
    this.position++;
    while (this.nextInside("}")) {
      const name = this.readScalar();
      if (this.skipSpace() === ":") this.position++;
      const value = this.read(depth + 1);
      if (value === undefined) break;
      entries.push([name, value]);
    }
    return { kind: "object", entries };
  }

  private readList(depth: number): JsonList {
    const values: JsonValue[] = [];
    this.position++;
    while (this.nextInside("]")) {
      const value = this.read(depth + 1);
      if (value === undefined) break;
      values.push(value);
    }
    return { kind: "list", values };
  }

  /** Steps over a comma; false past the bracket that closes, or at the text's end. */
  private nextInside(close: string): boolean {
    let char = this.skipSpace();
    if (char === ",") {
      this.position++;
      char = this.skipSpace();
    }
    if (char === close) this.position++;
    return char !== "" && char !== close;
  }

  /** A quoted text, or bare words up to what ends a value. Always steps on by a character at least. */
  private readScalar(): Cell {
    const start = this.position;
    const quoted = this.text.charAt(start) === '"';
    let end = start + 1;
    const ends = quoted ? '"' : ",:]}\n";
    while (end < this.text.length && !ends.includes(this.text.charAt(end)))
      end += this.text.charAt(end) === "\\" ? 2 : 1;
    this.position = Math.min(this.text.length, quoted ? end + 1 : end);
    return cellOf(this.text, start, Math.min(end, this.text.length));
  }

  /** The character after white space, where the reader then stands; empty at the text's end. */
  private skipSpace(): string {
    while (this.position < this.text.length && /\s/.test(this.text.charAt(this.position))) this.position++;
    return this.text.charAt(this.position);
  }
}
