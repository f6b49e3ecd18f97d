import type { Span } from "../text/span";

/** About as much as fits on a line beside the words themselves. */
const mostCharacters = 40;

/** The whole words before and after a part of a text, on its line, with an ellipsis where they were cut. */
export function wordsAround(text: string, { start, end }: Span): { before: string; after: string } {
  const before = text.slice(Math.max(0, start - mostCharacters), start);
  const after = text.slice(end, end + mostCharacters);
  const line = before.slice(before.lastIndexOf("\n") + 1);
  const rest = /^[^\n]*/.exec(after)?.[0] ?? "";
  return {
    before: line.length === mostCharacters && start > mostCharacters ? line.replace(/^\S*/, "…") : line,
    after: rest.length === mostCharacters && end + mostCharacters < text.length ? rest.replace(/\S*$/, "…") : rest,
  };
}
