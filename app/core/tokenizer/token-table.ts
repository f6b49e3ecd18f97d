import type { TokenBytes } from "./text-stream";

/** What each token of a tokenizer adds to a text, as plain data that another thread can be sent. */
export interface TokenTable {
  /** UTF-8 of all tokens, in order of their ids. */
  bytes: Uint8Array<ArrayBuffer>;
  /** Where in `bytes` each token starts, and one entry more: where the last one ends. */
  starts: Uint32Array<ArrayBuffer>;
  /** True where the first space of a decoded text is the tokenizer's own. */
  stripsLeadingSpace: boolean;
}

const NO_BYTES = new Uint8Array(0);

/** The table of a tokenizer's ids, from 0 to `vocabSize`, which is exclusive. */
export function tokenTable(tokenizer: TokenBytes, vocabSize: number): TokenTable {
  const tokens = Array.from({ length: vocabSize }, (_, id) => tokenizer.tokenBytes(id));
  const starts = new Uint32Array(vocabSize + 1);
  tokens.forEach(({ byteLength }, id) => (starts[id + 1] = (starts[id] ?? 0) + byteLength));
  const bytes = new Uint8Array(starts[vocabSize] ?? 0);
  tokens.forEach((token, id) => bytes.set(token, starts[id]));
  return { bytes, starts, stripsLeadingSpace: tokenizer.stripsLeadingSpace };
}

/** Reads a table as a tokenizer is read; ids outside it add nothing. */
export function readTokenTable({ bytes, starts, stripsLeadingSpace }: TokenTable): TokenBytes {
  return {
    stripsLeadingSpace,
    tokenBytes: (id) => {
      const [start, end] = [starts[id], starts[id + 1]];
      return start === undefined || end === undefined ? NO_BYTES : bytes.subarray(start, end);
    },
  };
}
