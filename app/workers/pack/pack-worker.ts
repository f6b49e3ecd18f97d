import { EngineError } from "../../core/errors";
import quantizerUrl from "../../core/quantize/quantizer.wasm?url";
import { createRowPacker } from "../../core/quantize/row-packer";
import { serve } from "../rpc/serve";
import type { PackProtocol } from "./protocol";
import { wholeBuffers } from "./whole-buffers";

const starting = start();
// Each call awaits it and reports its failure.
starting.catch(() => undefined);

serve<PackProtocol>({
  pack: async (job, { transfer }) => {
    const packed = (await starting).pack({ ...job, mayOverwrite: true });
    transfer.push(...new Set([packed.weight.buffer, packed.scale.buffer, ...wholeBuffers(job.bytes)]));
    return { ...packed, source: job.bytes };
  },
  multiply: async (job, { transfer }) => {
    const products = (await starting).multiply(job);
    const spent = wholeBuffers(job.bytes, job.vectors);
    transfer.push(products.buffer, ...spent);
    return { products, spent };
  },
  multiplyPacked: async (job, { transfer }) => {
    const products = (await starting).multiplyPacked(job);
    const spent = wholeBuffers(job.weight, job.scale, job.vectors);
    transfer.push(products.buffer, ...spent);
    return { products, spent };
  },
});

async function start() {
  const response = await fetch(quantizerUrl).catch((error: unknown) => {
    throw notFetched(error);
  });
  if (!response.ok) throw notFetched();
  return await createRowPacker(new Uint8Array(await response.arrayBuffer()));
}

function notFetched(cause?: unknown): EngineError {
  const message = "The part of this page that converts weights could not be fetched. Reload the page and try again.";
  return new EngineError("load-failed", message, { retryable: true, cause });
}
