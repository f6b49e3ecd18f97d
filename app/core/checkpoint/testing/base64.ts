/** The bytes of a base64 text, as golden files hold them. */
export function base64Bytes(text: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(atob(text), (char) => char.charCodeAt(0));
}

export function base64Floats(text: string): Float32Array<ArrayBuffer> {
  return new Float32Array(base64Bytes(text).buffer);
}

export function base64Words(text: string): Uint32Array<ArrayBuffer> {
  return new Uint32Array(base64Bytes(text).buffer);
}

export function base64Halves(text: string): Uint16Array<ArrayBuffer> {
  return new Uint16Array(base64Bytes(text).buffer);
}
