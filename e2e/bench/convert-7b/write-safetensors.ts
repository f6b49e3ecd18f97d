import { closeSync, openSync, writeSync } from "node:fs";
import type { LargeTensor } from "./large-tensors";

/** Tensors lie in order of their names, as transformers writes them, and the header ends where an 8-byte word does. */
export function writeSafetensors(
  path: string,
  tensors: readonly LargeTensor[],
  weights: (tensor: LargeTensor) => Iterable<Uint8Array>,
): void {
  const sorted = [...tensors].sort((a, b) => (a.name < b.name ? -1 : 1));
  const header: Record<string, unknown> = { __metadata__: { format: "pt" } };
  let offset = 0;
  for (const { name, shape, byteLength } of sorted) {
    header[name] = { dtype: "F16", shape, data_offsets: [offset, offset + byteLength] };
    offset += byteLength;
  }
  const json = JSON.stringify(header);
  const text = Buffer.from(json.padEnd(Math.ceil(json.length / 8) * 8));
  const length = Buffer.alloc(8);
  length.writeBigUInt64LE(BigInt(text.byteLength));

  const file = openSync(path, "w");
  writeSync(file, Buffer.concat([length, text]));
  for (const tensor of sorted) for (const piece of weights(tensor)) writeSync(file, piece);
  closeSync(file);
}
