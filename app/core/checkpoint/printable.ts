/** A foreign name made safe to show: one line of characters that show. */
export function printable(text: string, maxLength = 120): string {
  return text.slice(0, maxLength).replace(/\p{C}/gu, "?");
}
