import { createCipheriv, createHash } from "node:crypto";

export interface Parameter {
  name: string;
  shape: number[];
  dtype: string;
}

/**
 * The bytes of a parameter of a q4g32 model: random codes, random scales of either sign that keep a product as large as what is
 * multiplied, and norm weights of 1, so that activations are neither denormal nor infinite, and errors of rounding do not grow
 * from layer to layer. A parameter of the same name and size gets the same in every library.
 */
export function randomWeights({ name, shape, dtype }: Parameter): Uint8Array<ArrayBuffer> {
  const length = shape.reduce((product, size) => product * size, 1);
  if (dtype === "float32") return new Uint8Array(new Float32Array(length).fill(1).buffer);
  if (dtype === "float16") return new Uint8Array(new Uint16Array(length).fill(halfOne).buffer);
  if (dtype !== "uint32") throw new Error(`${name}: a parameter of type ${dtype}`);
  const words = new Uint32Array(length);
  // Random numbers are made once, and begun at another place for each parameter: gigabytes of them would take longer than a run.
  let from = createHash("sha256").update(name).digest().readUInt32LE() % random.length;
  for (let filled = 0; filled < length; from = 0) {
    const piece = random.subarray(from, from + length - filled);
    words.set(piece, filled);
    filled += piece.length;
  }
  if (name.endsWith(".q_scale")) toScales(words, (shape.at(-1) ?? 0) * columnsPerWord);
  return new Uint8Array(words.buffer);
}

/** Two groups of 32 have their scales in a word. */
const columnsPerWord = 64;
/** The root of the mean square of a code from -8 to 7. */
const codeSize = 4.6;

/** Makes two half floats of each word: sign and mantissa stay random, the exponent fits a row of so many columns. */
function toScales(words: Uint32Array, columns: number): void {
  const exponent = halfBias - Math.ceil(Math.log2(codeSize * Math.sqrt(columns)));
  const bits = exponent * (2 ** 10 + 2 ** 26);
  for (let index = 0; index < words.length; index++) words[index] = ((words[index] ?? 0) & 0x83ff83ff) | bits;
}

const halfBias = 15;
/** The bits of 1 in half precision. */
const halfOne = 0x3c00;
/** AES's key stream, which is as random as any, and the same in every run. */
const random = new Uint32Array(
  new Uint8Array(createCipheriv("aes-128-ctr", Buffer.alloc(16), Buffer.alloc(16)).update(Buffer.alloc(2 ** 24)))
    .buffer,
);
