/** Bytes that are read at once: one buffer of them is used again and again, where the browser can read into ours. */
const bufferBytes = 2 ** 20;

/**
 * A Blob's bytes in order, in pieces. A piece is valid until the next one is asked for. Throws the browser's own error when the
 * Blob's file is gone.
 */
export async function* readBlob(blob: Blob): AsyncGenerator<Uint8Array<ArrayBuffer>, undefined> {
  const into = byteReader(blob);
  if (into === undefined) {
    const reader = blob.stream().getReader();
    for (let read = await reader.read(); !read.done; read = await reader.read()) yield read.value;
    return;
  }
  let buffer = new ArrayBuffer(bufferBytes);
  for (;;) {
    const { done, value } = await into.read(new Uint8Array(buffer));
    if (done) return;
    yield value;
    ({ buffer } = value);
  }
}

/** Undefined where the browser's streams of Blobs cannot read into a buffer of ours. */
function byteReader(blob: Blob): ReadableStreamBYOBReader | undefined {
  try {
    return blob.stream().getReader({ mode: "byob" });
  } catch {
    return undefined;
  }
}
