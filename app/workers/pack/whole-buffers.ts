/** The buffers of views that show the whole of theirs, each once: nobody else can need them, so they can be handed on. */
export function wholeBuffers(...views: (Uint8Array | Uint32Array | Float32Array)[]): ArrayBuffer[] {
  const whole = new Set<ArrayBuffer>();
  for (const { buffer, byteLength } of views) {
    if (buffer instanceof ArrayBuffer && buffer.byteLength === byteLength) whole.add(buffer);
  }
  return [...whole];
}
