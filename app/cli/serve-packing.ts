import { readFile } from "node:fs/promises";
import type { MessagePort } from "node:worker_threads";
import { createRowPacker, type MultiplyJob, type MultiplyPackedJob, type PackJob } from "../core/quantize/row-packer";

/** One job for a row packer. */
export type PackRequest =
  | { method: "pack"; job: PackJob }
  | { method: "multiply"; job: MultiplyJob }
  | { method: "multiplyPacked"; job: MultiplyPackedJob };

/** Does one job after the other, in a thread of its own. */
export async function servePacking(port: MessagePort): Promise<void> {
  const wasm = await readFile(new URL("../core/quantize/quantizer.wasm", import.meta.url));
  const packer = await createRowPacker(new Uint8Array(wasm));
  port.on("message", (request: PackRequest) => {
    if (request.method === "pack") {
      const packed = packer.pack(request.job);
      port.postMessage(packed, [packed.weight.buffer, packed.scale.buffer]);
    } else {
      const products =
        request.method === "multiply" ? packer.multiply(request.job) : packer.multiplyPacked(request.job);
      port.postMessage(products, [products.buffer]);
    }
  });
}
