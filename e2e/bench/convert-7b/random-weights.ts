import { floatToHalf } from "../../../app/core/checkpoint/half";
import { randomNumbers } from "../../../app/core/checkpoint/testing/tiny-model";
import type { LargeTensor } from "./large-tensors";

/** A prime: no row of a matrix is another's copy. */
const tileValues = 33_554_393;
/** Of a trained model's weights, about. */
const deviation = 0.02;
/** Values by which a tensor begins further on in the tile than the one before it. */
const stride = 1_000_003;
const seed = 7;

/** Gaussian float16 weights for tensors of any size: pieces of one tile, without end, the same in every run. */
export function randomWeights(): (tensor: LargeTensor) => Generator<Uint8Array> {
  const tile = gaussianTile();
  return function* (tensor) {
    if (tensor.shape.length === 1) {
      yield ones(tensor.byteLength);
      return;
    }
    let at = ((tensor.index * stride) % tileValues) * 2;
    for (let left = tensor.byteLength; left > 0; at = 0) {
      const piece = tile.subarray(at, Math.min(at + left, tile.byteLength));
      left -= piece.byteLength;
      yield piece;
    }
  };
}

/** What a norm multiplies with, about. */
function ones(byteLength: number): Uint8Array {
  return new Uint8Array(new Uint16Array(byteLength / 2).fill(floatToHalf(1)).buffer);
}

/** Box and Muller's method. */
function gaussianTile(): Uint8Array {
  const random = randomNumbers(seed);
  const halves = new Uint16Array(tileValues);
  for (let i = 0; i < tileValues; i += 2) {
    const radius = deviation * Math.sqrt(-2 * Math.log(1 - random()));
    const angle = 2 * Math.PI * random();
    halves[i] = floatToHalf(radius * Math.cos(angle));
    halves[i + 1] = floatToHalf(radius * Math.sin(angle));
  }
  return new Uint8Array(halves.buffer);
}
