import { damaged, type FilePlace } from "./note-problems";

/** The bytes of a base64 text, which may hold white space. Throws NoteError "damaged". */
export function decodeBase64(text: string, at: FilePlace): Uint8Array {
  let binary: string;
  try {
    binary = atob(text);
  } catch (cause) {
    throw damaged(at, "its attachment is not valid base64", cause);
  }
  const bytes = new Uint8Array(binary.length);
  for (let i = 0; i < binary.length; i++) bytes[i] = binary.charCodeAt(i);
  return bytes;
}
