import { badTokenizer } from "./check-tokenizer-json";

interface Piece {
  token: string;
  id: number;
  /** Higher is merged earlier. */
  score: number;
}

/**
 * Characters of a piece: SentencePiece's own default limit is 16; Llama has runs of spaces up to 16, others up to twice that. Every
 * cut of every piece is tried, which for longer ones would take minutes in a file made for it.
 */
const MAX_PIECE_LENGTH = 64;

/**
 * The merges ("a b", in order of precedence) that make BPE join pieces as SentencePiece does by score: every way to cut a
 * piece into two pieces, best score first. The order among equals is transformers' (`generate_merges`).
 * Throws CheckpointError "bad-tokenizer" for a piece too long to be one.
 */
export function sentencePieceMerges(
  pieces: readonly Piece[],
  { file, place }: { file: string; place: string },
): string[] {
  const ids = new Map(pieces.map(({ token, id }) => [token, id]));
  const merges = pieces.flatMap(({ token, score }) => {
    if (token.length > MAX_PIECE_LENGTH) {
      throw badTokenizer(file, place, `a token of ${token.length} characters is too long`);
    }
    return cuts(token, ids).map((cut) => ({ ...cut, score }));
  });
  merges.sort((a, b) => b.score - a.score || b.leftLength - a.leftLength || b.rightLength - a.rightLength);
  return merges.map(({ left, right }) => `${left} ${right}`);
}

interface Cut {
  left: string;
  right: string;
  /** In characters. */
  leftLength: number;
  rightLength: number;
}

/** The ways to cut a piece into two pieces, by the pieces' ids. */
function cuts(token: string, ids: ReadonlyMap<string, number>): Cut[] {
  const found: (Cut & { leftId: number; rightId: number })[] = [];
  const characters = Array.from(token);
  let end = 0;
  for (const [i, character] of characters.slice(0, -1).entries()) {
    end += character.length;
    const left = token.slice(0, end);
    const leftId = ids.get(left);
    if (leftId === undefined) continue;
    const right = token.slice(end);
    const rightId = ids.get(right);
    if (rightId === undefined) continue;
    found.push({ left, right, leftId, rightId, leftLength: i + 1, rightLength: characters.length - i - 1 });
  }
  return found.sort((a, b) => a.leftId - b.leftId || a.rightId - b.rightId);
}
