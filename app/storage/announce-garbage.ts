/**
 * Lets the garbage collector know of `byteLength` bytes that are needed no more, where it does not see them: of memory that came from
 * another thread or goes there, it frees what is left behind only once it looks. A buffer as long, whose pages are never touched and so
 * take no memory, makes it look in time.
 */
export function announceGarbage(byteLength: number): ArrayBuffer {
  return new ArrayBuffer(byteLength);
}
