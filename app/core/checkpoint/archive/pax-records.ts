/**
 * The records of a pax extended header, "LENGTH KEY=VALUE\n" each, by key; the last of a key counts. Undefined where they are not
 * of this form. POSIX.1-2017, pax, "pax Extended Header".
 */
export function readPaxRecords(bytes: Uint8Array): ReadonlyMap<string, string> | undefined {
  const records = new Map<string, string>();
  const decoder = new TextDecoder("utf-8", { ignoreBOM: true });
  for (let at = 0; at < bytes.byteLength;) {
    const space = bytes.indexOf(0x20, at);
    const digits = String.fromCharCode(...bytes.subarray(at, Math.min(space, at + 10)));
    const length = space > at && /^[1-9]\d*$/.test(digits) ? Number(digits) : 0;
    const record = bytes.subarray(space + 1, at + length);
    const equals = record.indexOf(0x3d);
    const isWhole = length > 0 && at + length <= bytes.byteLength && record.at(-1) === 0x0a && equals > 0;
    if (!isWhole) return undefined;
    records.set(decoder.decode(record.subarray(0, equals)), decoder.decode(record.subarray(equals + 1, -1)));
    at += length;
  }
  return records;
}
