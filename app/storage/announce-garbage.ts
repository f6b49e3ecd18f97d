/**
 * Lets the garbage collector know of `byteLength` bytes that will soon be needed no more, where it does not see them: to it a Blob is
 * small, whatever the browser holds for it. A buffer as long, whose pages are never touched and so take no memory, makes it look in
 * time: without it, half a gigabyte of a 7B model's Blobs stays while the model is converted.
 */
export function announceGarbage(byteLength: number): ArrayBuffer {
  return new ArrayBuffer(byteLength);
}
