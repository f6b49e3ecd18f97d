import { DeviceError } from "../errors";
import { ggufWeightBytes } from "../gguf/gguf-tensors";
import type { ModelShape, VariantCard } from "./variant-card";

/** What the browser offers for computing on the processor. */
export interface CpuReport {
  /** False where WebAssembly is missing or turned off. */
  webAssembly: boolean;
  /** Threads that would be used: one where the page is not cross-origin isolated. */
  threads: number;
}

/** llama.cpp in 32-bit WebAssembly cannot seek beyond this in a file. */
const largestFileBytes = 2 ** 31 - 1;
/** All that 32-bit WebAssembly can address. */
const addressableBytes = 2 ** 32;
/** Kept for everything but weights and KV cache: the engine itself, its vocabulary, activations and logits. */
const overheadBytes = 2 ** 28;
/** llama.cpp is told to keep keys and values as 32-bit floats. */
const kvValueBytes = 4;

/** Bytes of keys and values of so many tokens. */
function kvCacheBytes({ layers, kvHeads, headDim }: ModelShape, contextTokens: number): number {
  return 2 * layers * kvHeads * headDim * kvValueBytes * contextTokens;
}

/** Why a model does not fit WebAssembly's memory and what would help, as sentences; undefined for one that does. */
export function whyTooLargeForCpu({ name, shape }: VariantCard, contextTokens: number): string | undefined {
  const weightBytes = ggufWeightBytes(shape);
  const neededBytes = weightBytes + kvCacheBytes(shape, contextTokens) + overheadBytes;
  if (weightBytes <= largestFileBytes && neededBytes <= addressableBytes) return undefined;
  const why =
    weightBytes > largestFileBytes
      ? `its weights take ${gigabytes(weightBytes)}, and the CPU engine holds models of up to ${gigabytes(largestFileBytes)}`
      : `with its context it takes ${gigabytes(neededBytes)}, and the CPU engine has ${gigabytes(addressableBytes)}`;
  return `${name} is too large for the CPU: ${why}. Use a device with a GPU, or a smaller model.`;
}

/** Throws DeviceError "unsupported" for a model that does not fit, before anything is loaded. */
export function assertFitsCpu(card: VariantCard, contextTokens: number): void {
  const problem = whyTooLargeForCpu(card, contextTokens);
  if (problem !== undefined) throw new DeviceError("unsupported", problem);
}

function gigabytes(bytes: number): string {
  return `${(bytes / 1e9).toFixed(1)} GB`;
}
