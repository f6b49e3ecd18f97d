import { expect } from "vitest";
import type { ErrorData } from "../../errors";
import type { ReadNote } from "../read-note";

const CODES = ["unknown-format", "damaged", "no-text", "too-large", "encrypted"];

/**
 * Reads a file that may be spoilt, and expects what every file gives: notes that hold text, or the one error that says where it is
 * wrong and what to do, but not what it holds. True if it was read.
 */
export async function expectNotesOrError(file: string, reading: Promise<ReadNote[]>): Promise<boolean> {
  let notes: ReadNote[];
  try {
    notes = await reading;
  } catch (error) {
    const { code, message } = error as ErrorData;
    expect(CODES, String(error)).toContain(code);
    expect(message).toMatch(/^[^:]+: .+\. .+\.$/);
    expect(message.startsWith(file)).toBe(true);
    expect(message).not.toContain("Metoprolol");
    return false;
  }
  expect(notes.length).toBeGreaterThan(0);
  for (const { text } of notes) expect(text.trim()).not.toBe("");
  return true;
}
