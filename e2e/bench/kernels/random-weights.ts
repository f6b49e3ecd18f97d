import { randomFillSync } from "node:crypto";

export interface Parameter {
  name: string;
  shape: number[];
  dtype: string;
}

/**
 * The bytes of a parameter of a q4g32 model: random codes, random scales of either sign between 2^-7 and 2^-6, and norm
 * weights of 1, so that activations are neither denormal nor infinite.
 */
export function randomWeights({ name, shape, dtype }: Parameter): Uint8Array<ArrayBuffer> {
  const length = shape.reduce((product, size) => product * size, 1);
  if (dtype === "float32") return new Uint8Array(new Float32Array(length).fill(1).buffer);
  if (dtype !== "uint32") throw new Error(`${name}: a parameter of type ${dtype}`);
  const words = randomFillSync(new Uint32Array(length));
  // Two half floats a word: their exponent bits are set, sign and mantissa stay random.
  if (name.endsWith(".q_scale"))
    for (const [index, word] of words.entries()) words[index] = (word & 0x83ff83ff) | 0x20002000;
  return new Uint8Array(words.buffer);
}
