import { Parser } from "htmlparser2";
import { damaged, type FilePlace, MAX_DEPTH, tooDeep } from "../note-problems";

/** What is told of a document, in its order. Names are without their prefixes; those of HTML are in lower case. */
export interface MarkupHandler {
  open(name: string, attributes: Readonly<Record<string, string>>): void;
  close(name: string): void;
  text(text: string): void;
}

/**
 * Reads XML or HTML in one pass. Entities that a document declares are not expanded, and nothing that it points to is fetched.
 * XML must end all that it begins. Throws NoteError "damaged".
 */
export function walkMarkup(text: string, kind: "xml" | "html", at: FilePlace, handler: MarkupHandler): void {
  let depth = 0;
  let elements = 0;
  const parser = new Parser(
    {
      onopentag: (name, attributes) => {
        if (++depth > MAX_DEPTH) throw tooDeep(at);
        elements++;
        handler.open(localName(name), withLocalNames(attributes));
      },
      onclosetag: (name) => {
        depth--;
        handler.close(localName(name));
      },
      ontext: (part) => handler.text(part),
    },
    { xmlMode: kind === "xml" },
  );
  parser.write(text);
  if (kind === "xml" && (depth > 0 || elements === 0)) throw damaged(at, "its XML ends too soon");
  parser.end();
}

function localName(name: string): string {
  return name.slice(name.indexOf(":") + 1);
}

function withLocalNames(attributes: Record<string, string>): Record<string, string> {
  return Object.fromEntries(Object.entries(attributes).map(([name, value]) => [localName(name), value]));
}
