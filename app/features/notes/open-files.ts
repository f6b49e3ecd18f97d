import { toErrorData } from "../../core/errors";
import { readNoteFile } from "../../workers/read-note/client";
import { addNotes } from "./edit-notes";
import { newId, useNotes } from "./notes-store";

/** What the dialog of the file system offers; a file that is dropped is told by its content. */
export const noteFileTypes = [".txt", ".md", ".rtf", ".pdf", ".docx", ".html", ".json", ".xml"];

/** Reads files one after the other and opens each note in them. What cannot be read is shown, and the others are read on. */
export async function openFiles(files: readonly File[]): Promise<void> {
  useNotes.setState(({ opening }) => ({ opening: [...opening, ...files.map(({ name }) => name)], failures: [] }));
  for (const file of files) {
    await reportingFailure(async () => addNotes(await readNoteFile(file)));
    useNotes.setState(({ opening }) => ({ opening: opening.toSpliced(opening.indexOf(file.name), 1) }));
  }
}

/** Resolves to false, and shows why, where `open` fails. */
export async function reportingFailure(open: () => Promise<void>): Promise<boolean> {
  try {
    await open();
    return true;
  } catch (error) {
    const failure = { id: newId(), error: toErrorData(error) };
    useNotes.setState(({ failures }) => ({ failures: [...failures, failure] }));
    return false;
  }
}

export function dismissFailure(id: string): void {
  useNotes.setState(({ failures }) => ({ failures: failures.filter((failure) => failure.id !== id) }));
}
