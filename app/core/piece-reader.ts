/** Reads bytes that arrive in pieces of any length. */
export interface PieceReader {
  /**
   * The next bytes, as many as asked for, at an offset of their buffer that is a multiple of 4; fewer only at the end. They are
   * valid until the next call.
   */
  read(byteLength: number): Promise<Uint8Array<ArrayBuffer>>;
  /** Passes over the next bytes. */
  skip(byteLength: number): Promise<void>;
}

const NO_BYTES = new Uint8Array(0);

/** A piece need only be valid until the next one is asked for. Throws what `pieces` throws. */
export function createPieceReader(pieces: AsyncIterator<Uint8Array<ArrayBuffer>>): PieceReader {
  let piece = NO_BYTES;
  let buffer = new Uint8Array(0);
  /** Takes at most so many bytes off the front of what is left; none only at the end. */
  const take = async (most: number): Promise<Uint8Array<ArrayBuffer>> => {
    while (piece.byteLength === 0) {
      const next = await pieces.next();
      if (next.done === true) return NO_BYTES;
      piece = next.value;
    }
    const taken = piece.subarray(0, most);
    piece = piece.subarray(taken.byteLength);
    return taken;
  };
  return {
    read: async (byteLength) => {
      // Most reads are within one piece and need no copy.
      if (piece.byteLength >= byteLength && piece.byteOffset % 4 === 0) return await take(byteLength);
      if (buffer.byteLength < byteLength) buffer = new Uint8Array(byteLength);
      let filled = 0;
      while (filled < byteLength) {
        const taken = await take(byteLength - filled);
        if (taken.byteLength === 0) break;
        buffer.set(taken, filled);
        filled += taken.byteLength;
      }
      return buffer.subarray(0, filled);
    },
    skip: async (byteLength) => {
      for (let left = byteLength; left > 0;) {
        const { byteLength: taken } = await take(left);
        if (taken === 0) break;
        left -= taken;
      }
    },
  };
}
