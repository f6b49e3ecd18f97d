/**
 * To the garbage collector a Blob, or a stream of one, is small, whatever the browser holds for it. Called for each of `byteLength` that
 * will soon be needed no more, this leaves it a buffer as long, whose pages are never touched and so take no memory: that makes it
 * look in time. Without it, half a gigabyte of a 7B model's Blobs stays while the model is converted.
 */
export function announceGarbage(byteLength: number): ArrayBuffer {
  return new ArrayBuffer(byteLength);
}
