/** A stretch of a text: UTF-16 offsets, the end exclusive. */
export interface Span {
  start: number;
  end: number;
}

/** A span by itself, of what has one. */
export const spanOf = ({ start, end }: Span): Span => ({ start, end });
