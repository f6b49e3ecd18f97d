import { createCipheriv, createHash } from "node:crypto";

export interface Parameter {
  name: string;
  shape: number[];
  dtype: string;
}

/**
 * The bytes of a parameter of a q4g32 model: random codes, random scales of either sign between 2^-7 and 2^-6, and norm
 * weights of 1, so that activations are neither denormal nor infinite. A parameter of the same name and size gets the same in
 * every library.
 */
export function randomWeights({ name, shape, dtype }: Parameter): Uint8Array<ArrayBuffer> {
  const length = shape.reduce((product, size) => product * size, 1);
  if (dtype === "float32") return new Uint8Array(new Float32Array(length).fill(1).buffer);
  if (dtype === "float16") return new Uint8Array(new Uint16Array(length).fill(halfOne).buffer);
  if (dtype !== "uint32") throw new Error(`${name}: a parameter of type ${dtype}`);
  const words = randomWords(length, name);
  // Two half floats a word: their exponent bits are set, sign and mantissa stay random.
  if (name.endsWith(".q_scale"))
    for (const [index, word] of words.entries()) words[index] = (word & 0x83ff83ff) | 0x20002000;
  return new Uint8Array(words.buffer);
}

/** The bits of 1 in half precision. */
const halfOne = 0x3c00;

/** AES's key stream, which is as random as any and made at a gigabyte a second. */
function randomWords(length: number, seed: string): Uint32Array<ArrayBuffer> {
  const words = new Uint32Array(length);
  const key = createHash("sha256").update(seed).digest().subarray(0, 16);
  const stream = createCipheriv("aes-128-ctr", key, Buffer.alloc(16)).update(new Uint8Array(words.buffer));
  new Uint8Array(words.buffer).set(stream);
  return words;
}
