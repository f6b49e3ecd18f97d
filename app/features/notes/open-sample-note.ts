import { AppError } from "../../core/errors";
import { sampleNotes, type SampleNote } from "../../core/note/sample-notes";
import { addNotes } from "./edit-notes";
import { reportingFailure } from "./open-files";

/** Opens a synthetic note, the first of them where none is named. Resolves to false, and shows why, when it is not served. */
export async function openSampleNote(sample: SampleNote | undefined = sampleNotes[0]): Promise<boolean> {
  return await reportingFailure(async () => {
    const response = sample === undefined ? undefined : await fetch(`/notes/${sample.file}`).catch(() => undefined);
    if (sample === undefined || response?.ok !== true) {
      throw new AppError("not-served", "The sample note could not be loaded. Check the connection and try again.");
    }
    addNotes([{ title: sample.title, text: await response.text() }]);
  });
}
