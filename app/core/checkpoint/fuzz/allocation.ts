/**
 * Bytes of typed arrays and buffers that the code under test has made: memory that is not on JavaScript's heap. It calls
 * {@link made} for every `new` and `slice`, which .tasks/fuzz/instrument.mjs writes into the code.
 */

let total = 0;

/** Counts an array, and passes on whatever it is given. */
export function made<T>(value: T): T {
  if (value instanceof ArrayBuffer) total += value.byteLength;
  // A view of a part of another's buffer needs no memory.
  else if (ArrayBuffer.isView(value) && value.byteLength === value.buffer.byteLength) total += value.byteLength;
  return value;
}

export function madeBytes(): number {
  return total;
}
