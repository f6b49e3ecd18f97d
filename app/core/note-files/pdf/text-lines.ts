/** A piece of a page's text, as pdf.js gives it. Lengths are in points, 1/72 inch; y grows upwards. */
export interface TextPiece {
  text: string;
  x: number;
  y: number;
  width: number;
  height: number;
}

/** A line as it is set on the page. */
export interface TextLine {
  text: string;
  left: number;
  right: number;
  /** Of its baseline. */
  y: number;
  /** Of its letters. */
  height: number;
  page: number;
}

/** A gap wider than this many letter heights parts columns rather than words. */
const COLUMN_GAP = 1.5;
/** What is written for such a gap. */
export const COLUMN_SPACE = "   ";
/** Space between words is at least this. */
const WORD_GAP = 0.15;

/** The pieces of a page as lines, in the order in which the page gives them. */
export function textLines(pieces: readonly TextPiece[], page: number): TextLine[] {
  const lines: TextLine[] = [];
  let line: TextLine | undefined;
  for (const piece of pieces) {
    if (piece.text.trim() === "") continue;
    if (line === undefined || !isOnLine(piece, line)) {
      line = { text: "", left: piece.x, right: piece.x, y: piece.y, height: piece.height, page };
      lines.push(line);
    }
    const gap = piece.x - line.right;
    const isApart = line.text !== "" && gap > WORD_GAP * piece.height;
    line.text += (isApart ? (gap > COLUMN_GAP * piece.height ? COLUMN_SPACE : " ") : "") + piece.text;
    line.right = piece.x + piece.width;
    line.height = Math.max(line.height, piece.height);
  }
  return lines;
}

/** True for what goes on to the right on the same baseline, or a little off it, as an index does. */
function isOnLine(piece: TextPiece, line: TextLine): boolean {
  const height = Math.max(piece.height, line.height);
  return Math.abs(piece.y - line.y) < height * 0.5 && piece.x > line.right - height;
}
