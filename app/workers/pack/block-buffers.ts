/** Bytes of all the sizes that a check reads, each as often as blocks are in work at once: so none is ever made again. */
const mostSpareBytes = 32 * 2 ** 20;

/**
 * Buffers that a block was read into and that nobody reads any more, the latest last. Left to the garbage collector, which hardly
 * notices them, they would add up to more than all the rest of a conversion.
 */
const spare: ArrayBuffer[] = [];

/** A buffer of this size, with whatever bytes it had. */
export function takeBlockBuffer(byteLength: number): ArrayBuffer {
  const index = spare.findIndex((buffer) => buffer.byteLength === byteLength);
  const [buffer] = index === -1 ? [] : spare.splice(index, 1);
  return buffer ?? new ArrayBuffer(byteLength);
}

/** The bytes that a view shows, in a buffer that goes round. */
export function copyToBlockBuffer({ buffer, byteOffset, byteLength }: ArrayBufferView): ArrayBuffer {
  const copy = takeBlockBuffer(byteLength);
  new Uint8Array(copy).set(new Uint8Array(buffer, byteOffset, byteLength));
  return copy;
}

/** Gives a buffer back. Its bytes must not be read any more. */
export function giveBlockBuffer(buffer: ArrayBuffer): void {
  spare.push(buffer);
  let bytes = spare.reduce((sum, { byteLength }) => sum + byteLength, 0);
  while (bytes > mostSpareBytes) {
    const oldest = spare.shift();
    bytes -= oldest?.byteLength ?? 0;
    // Frees its memory at once, unless it came from another thread: the message that brought it holds it until that is collected.
    oldest?.transfer(0);
  }
}
