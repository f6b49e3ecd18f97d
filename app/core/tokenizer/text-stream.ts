/** Turns tokens into text as they come; never emits half a character. */
export interface TextStream {
  /** Takes one token and returns the text that is complete with it: often a word, sometimes nothing. */
  push(id: number): string;
  /** Returns what was held back; bytes that never became a character are U+FFFD. */
  end(): string;
}

/** What of a tokenizer is needed to turn ids into text. */
export interface TokenBytes {
  readonly stripsLeadingSpace: boolean;
  tokenBytes(id: number): Uint8Array;
}

const SPACE = 0x20;

/** Starts a text. Joined, its parts are exactly the tokenizer's `decode` of the same ids. */
export function createTextStream(tokenizer: TokenBytes): TextStream {
  // A U+FEFF that the model writes is a character, not a mark to remove.
  const decoder = new TextDecoder("utf-8", { ignoreBOM: true });
  let atStart = tokenizer.stripsLeadingSpace;
  return {
    push(id) {
      let bytes = tokenizer.tokenBytes(id);
      if (atStart && bytes.byteLength > 0) {
        atStart = false;
        if (bytes[0] === SPACE) bytes = bytes.subarray(1);
      }
      return decoder.decode(bytes, { stream: true });
    },
    end: () => decoder.decode(),
  };
}
