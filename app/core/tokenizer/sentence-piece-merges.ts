import { badTokenizer } from "./check-tokenizer-json";

interface Piece {
  token: string;
  id: number;
  /** Higher is merged earlier. */
  score: number;
}

/** Characters of a piece: SentencePiece's own default limit is 16; Llama has runs of spaces up to 16, others a few more. */
const MAX_PIECE_LENGTH = 512;

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
    const characters = Array.from(token);
    if (characters.length > MAX_PIECE_LENGTH) {
      throw badTokenizer(file, place, `a token of ${characters.length} characters is too long`);
    }
    return cuts(characters, ids).map((cut) => ({ ...cut, score }));
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
function cuts(characters: readonly string[], ids: ReadonlyMap<string, number>): Cut[] {
  const found: (Cut & { leftId: number; rightId: number })[] = [];
  for (let at = 1; at < characters.length; at++) {
    const left = characters.slice(0, at).join("");
    const leftId = ids.get(left);
    if (leftId === undefined) continue;
    const right = characters.slice(at).join("");
    const rightId = ids.get(right);
    if (rightId === undefined) continue;
    found.push({ left, right, leftId, rightId, leftLength: at, rightLength: characters.length - at });
  }
  return found.sort((a, b) => a.leftId - b.leftId || a.rightId - b.rightId);
}
