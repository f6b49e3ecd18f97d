import { ByteWriter } from "../../../gguf/byte-writer";
import { latin1 } from "../../testing/build-zip";
import { type Chunk, joinBytes, type Structure } from "../structure";

const LENGTH_BYTES = 8;
const OFFSETS = /("data_offsets"\s*:\s*\[)\s*(\d{1,6})\s*,\s*(\d{1,6})\s*(\])/;

/** The header's length, the members of its JSON, and the data. Repaired, the tensors lie one after another again. */
export const safetensorsStructure: Structure = {
  split(bytes) {
    const prefix = bytes.subarray(0, LENGTH_BYTES);
    const said =
      prefix.byteLength === LENGTH_BYTES ? new DataView(bytes.buffer, bytes.byteOffset).getUint32(0, true) : 0;
    const headerEnd = LENGTH_BYTES + said;
    return [
      { kind: "length", bytes: prefix },
      ...members(bytes.subarray(LENGTH_BYTES, headerEnd)),
      { kind: "data", bytes: bytes.subarray(headerEnd) },
    ];
  },
  repair(chunks) {
    let end = 0;
    const texts = chunks
      .filter(({ kind }) => kind === "member")
      .map((chunk) => {
        const text = String.fromCharCode(...chunk.bytes).replace(/^\s*[{,]|[},]\s*$/g, "");
        return text.replace(OFFSETS, (_, before: string, from: string, to: string, after: string) => {
          const start = end;
          end += Math.max(0, Number(to) - Number(from));
          return `${before}${start},${end}${after}`;
        });
      });
    const header = latin1(`{${texts.filter((text) => text !== "").join(",")}}`);
    const data = joinBytes(chunks.filter(({ kind }) => kind === "data").map(({ bytes }) => bytes));
    const whole = new Uint8Array(Math.min(end, 1 << 14));
    whole.set(data.subarray(0, whole.byteLength));
    return new ByteWriter().u64(header.byteLength).bytes(header).bytes(whole).finish();
  },
};

/** Cuts a JSON object after each comma between its members; brackets and quotes are counted, nothing is checked. */
function members(json: Uint8Array): Chunk[] {
  const chunks: Chunk[] = [];
  let [start, depth, quoted] = [0, 0, false];
  for (let at = 0; at < json.byteLength; at++) {
    const char = String.fromCharCode(json[at] ?? 0);
    if (quoted) {
      if (char === "\\") at++;
      else if (char === '"') quoted = false;
    } else if (char === '"') quoted = true;
    else if (char === "{" || char === "[") depth++;
    else if (char === "}" || char === "]") depth--;
    else if (char === "," && depth === 1) {
      chunks.push({ kind: "member", bytes: json.subarray(start, at + 1) });
      start = at + 1;
    }
  }
  return [...chunks, { kind: "member", bytes: json.subarray(start) }];
}
