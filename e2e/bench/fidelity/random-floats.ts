import { randomNumbers } from "../../../app/core/checkpoint/testing/tiny-model";

/** Of a trained model's weights, about. */
const scale = 0.02;
const seed = 7;

/** Gaussian numbers, by Box and Muller's method. */
export function gaussianFloats(count: number): Float32Array<ArrayBuffer> {
  const random = randomNumbers(seed);
  return Float32Array.from({ length: count }, () => {
    const radius = Math.sqrt(-2 * Math.log(1 - random()));
    return scale * radius * Math.cos(2 * Math.PI * random());
  });
}

/** Numbers of Laplace's distribution: an exponential one with a sign. */
export function laplaceFloats(count: number): Float32Array<ArrayBuffer> {
  const random = randomNumbers(seed);
  return Float32Array.from({ length: count }, () => (random() < 0.5 ? scale : -scale) * Math.log(1 - random()));
}
