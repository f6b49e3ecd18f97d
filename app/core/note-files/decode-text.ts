import { type FilePlace, unknownFormat } from "./note-problems";

/** More control characters than this share are no text: compressed data have one in nine. */
const MAX_CONTROL_SHARE = 1 / 50;
/** As much of a file as is looked at to tell its encoding and whether it is text. */
const SAMPLE_BYTES = 1 << 16;

/**
 * A text file's text: by its byte order mark, else in UTF-16 where every other byte is zero, else in UTF-8 if it is valid, else
 * in Windows-1252, which programs on Windows have written for decades. Throws NoteError "unknown-format" if it is no text.
 */
export function decodeText(bytes: Uint8Array, at: FilePlace): string {
  const text = decodeBytes(bytes, encodingOf(bytes));
  const sample = text.slice(0, SAMPLE_BYTES);
  // eslint-disable-next-line no-control-regex -- these are what text does not hold
  const controls = sample.match(/[\u0000-\u0008\u000e-\u001a\u001c-\u001f]/g)?.length ?? 0;
  if (controls > sample.length * MAX_CONTROL_SHARE) throw unknownFormat(at, "it is neither text nor a known format");
  return text;
}

/** Windows-1252 where ISO-8859-1 has control characters, from 0x80 on; five codes stand for nothing. */
const WINDOWS_1252 = "€\u0081‚ƒ„…†‡ˆ‰Š‹Œ\u008dŽ\u008f\u0090‘’“”•–—˜™š›œ\u009džŸ";

/** Text in one of the encodings of the Encoding Standard, by its label. What is not valid in it becomes U+FFFD. */
export function decodeBytes(bytes: Uint8Array, encoding: string): string {
  const text = new TextDecoder(encoding).decode(bytes);
  if (encoding !== "windows-1252") return text;
  // Node.js before 23.7 decodes it as ISO-8859-1: https://github.com/nodejs/node/issues/56542
  return text.replace(/[\u0080-\u009f]/g, (char) => WINDOWS_1252.charAt(char.charCodeAt(0) - 0x80));
}

function encodingOf(bytes: Uint8Array): string {
  const [first, second] = bytes;
  if (first === 0xff && second === 0xfe) return "utf-16le";
  if (first === 0xfe && second === 0xff) return "utf-16be";
  const wide = wideEncoding(bytes.subarray(0, SAMPLE_BYTES));
  if (wide !== undefined) return wide;
  return isUtf8(bytes) ? "utf-8" : "windows-1252";
}

/** UTF-16 without a mark, told by the zero that one of the two bytes of most Western letters is. */
function wideEncoding(sample: Uint8Array): string | undefined {
  const zeros = [0, 0];
  sample.forEach((byte, i) => {
    if (byte === 0) zeros[i % 2] = (zeros[i % 2] ?? 0) + 1;
  });
  const [even = 0, odd = 0] = zeros;
  const most = sample.byteLength * 0.3;
  if (odd > most && even === 0) return "utf-16le";
  if (even > most && odd === 0) return "utf-16be";
  return undefined;
}

function isUtf8(bytes: Uint8Array): boolean {
  try {
    new TextDecoder("utf-8", { fatal: true }).decode(bytes);
    return true;
  } catch {
    return false;
  }
}
