import type { SourceDtype } from "./types";

interface Block {
  /** Values in one block. */
  elements: number;
  /** Bytes of one block. */
  bytes: number;
}

/** How the dtypes that can be decoded are laid out; the block sizes are ggml's. */
const BLOCKS: Record<SourceDtype, Block> = {
  F32: { elements: 1, bytes: 4 },
  F16: { elements: 1, bytes: 2 },
  BF16: { elements: 1, bytes: 2 },
  Q8_0: { elements: 32, bytes: 34 },
  Q4_0: { elements: 32, bytes: 18 },
  Q4_1: { elements: 32, bytes: 20 },
  Q5_0: { elements: 32, bytes: 22 },
  Q5_1: { elements: 32, bytes: 24 },
  Q2_K: { elements: 256, bytes: 84 },
  Q3_K: { elements: 256, bytes: 110 },
  Q4_K: { elements: 256, bytes: 144 },
  Q5_K: { elements: 256, bytes: 176 },
  Q6_K: { elements: 256, bytes: 210 },
};

export function dtypeBlock(dtype: SourceDtype): Block {
  return BLOCKS[dtype];
}

export const SOURCE_DTYPES: readonly string[] = Object.keys(BLOCKS);

export function isSourceDtype(name: string): name is SourceDtype {
  return SOURCE_DTYPES.includes(name);
}

/** Bytes of `count` values, which must be a whole number of blocks: a row of a tensor always is. */
export function dtypeBytes(dtype: SourceDtype, count: number): number {
  const block = BLOCKS[dtype];
  if (count % block.elements !== 0) throw new RangeError(`${count} values are no whole number of ${dtype} blocks`);
  return (count / block.elements) * block.bytes;
}
