/** A stretch of a text: UTF-16 offsets, the end exclusive. */
export interface Span {
  start: number;
  end: number;
}

/** Whether two spans have a character in common. */
export const overlap = (a: Span, b: Span): boolean => a.start < b.end && b.start < a.end;

/** A span by itself, of what has one. */
export const spanOf = ({ start, end }: Span): Span => ({ start, end });
