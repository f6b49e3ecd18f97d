/** A foreign name made safe to show. */
export function printable(text: string): string {
  return text.slice(0, 120).replace(/\p{C}/gu, "?");
}
