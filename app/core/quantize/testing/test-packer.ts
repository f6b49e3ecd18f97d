import { base64Bytes } from "../../checkpoint/testing/base64";
import { type AsyncRowPacker, createRowPacker } from "../row-packer";
import quantizerUrl from "../quantizer.wasm?url&inline";

/** A row packer in the thread of the test, in Node and in browsers alike. */
export async function testPacker(): Promise<AsyncRowPacker> {
  const packer = await createRowPacker(base64Bytes(quantizerUrl.slice(quantizerUrl.indexOf(",") + 1)));
  // A job runs when it is awaited, and what it throws is its own.
  return {
    concurrency: 1,
    pack: async (job) => await Promise.resolve(packer.pack(job)),
    multiply: async (job) => await Promise.resolve(packer.multiply(job)),
    multiplyPacked: async (job) => await Promise.resolve(packer.multiplyPacked(job)),
  };
}
