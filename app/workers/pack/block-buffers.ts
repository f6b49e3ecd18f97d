/** Blocks in work at once, of the sizes that a check reads: weights of the source, stored weights and their scales. */
const mostSpare = 12;

/**
 * Buffers that a block was read into and that nobody reads any more. Left to the garbage collector, which hardly notices them,
 * they would add up to more than all the rest of a conversion.
 */
const spare: ArrayBuffer[] = [];

/** A buffer of this size, with whatever bytes it had. */
export function takeBlockBuffer(byteLength: number): ArrayBuffer {
  const index = spare.findIndex((buffer) => buffer.byteLength === byteLength);
  const [buffer] = index === -1 ? [] : spare.splice(index, 1);
  return buffer ?? new ArrayBuffer(byteLength);
}

/** Gives a buffer back. Its bytes must not be read any more. */
export function giveBlockBuffer(buffer: ArrayBuffer): void {
  spare.push(buffer);
  if (spare.length > mostSpare) spare.shift();
}
