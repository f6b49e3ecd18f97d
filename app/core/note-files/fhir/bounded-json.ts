import { damaged, type FilePlace, MAX_DEPTH, tooDeep } from "../note-problems";

/** Parses JSON of bounded depth. Throws NoteError "damaged". */
export function parseBoundedJson(text: string, at: FilePlace): unknown {
  requireShallow(text, at);
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw damaged(at, "it is not valid JSON", cause);
  }
}

function requireShallow(text: string, at: FilePlace): void {
  let depth = 0;
  for (let i = 0; i < text.length; i++) {
    const mark = text[i];
    if (mark === '"') i = stringEnd(text, i);
    else if (mark === "{" || mark === "[") depth++;
    else if (mark === "}" || mark === "]") depth--;
    if (depth > MAX_DEPTH) throw tooDeep(at);
  }
}

/** Where the string that starts at `start` has its closing quote. */
function stringEnd(text: string, start: number): number {
  for (let end = text.indexOf('"', start + 1); end >= 0; end = text.indexOf('"', end + 1)) {
    let slashes = 0;
    while (text[end - 1 - slashes] === "\\") slashes++;
    if (slashes % 2 === 0) return end;
  }
  return text.length;
}
