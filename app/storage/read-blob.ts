/** Bytes that are read at once: one buffer of them is used again and again, where the browser can read into ours. */
const bufferBytes = 2 ** 20;

/** Chromium collects a stream whose only holder is the read that waits for it, and the read never ends: so they are held here. */
const reading = new Set<object>();

/**
 * A Blob's bytes in order, in pieces. A piece is valid until the next one is asked for. Throws the browser's own error when the
 * Blob's file is gone.
 */
export async function* readBlob(blob: Blob): AsyncGenerator<Uint8Array<ArrayBuffer>, undefined> {
  const stream = blob.stream();
  const held = [blob, stream];
  reading.add(held);
  try {
    const into = byteReader(stream);
    yield* into === undefined ? piecesOf(stream) : piecesInOneBuffer(into);
  } finally {
    reading.delete(held);
  }
}

async function* piecesOf(stream: ReturnType<Blob["stream"]>): AsyncGenerator<Uint8Array<ArrayBuffer>, undefined> {
  const reader = stream.getReader();
  for (let read = await reader.read(); !read.done; read = await reader.read()) yield read.value;
}

async function* piecesInOneBuffer(
  reader: ReadableStreamBYOBReader,
): AsyncGenerator<Uint8Array<ArrayBuffer>, undefined> {
  let buffer = new ArrayBuffer(bufferBytes);
  for (;;) {
    const { done, value } = await reader.read(new Uint8Array(buffer));
    if (done) return;
    yield value;
    ({ buffer } = value);
  }
}

/** Undefined where the browser's streams of Blobs cannot read into a buffer of ours. */
function byteReader(stream: ReadableStream): ReadableStreamBYOBReader | undefined {
  try {
    return stream.getReader({ mode: "byob" });
  } catch {
    return undefined;
  }
}
