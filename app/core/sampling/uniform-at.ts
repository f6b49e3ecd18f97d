/** 2^32 divided by the golden ratio: multiples of it spread evenly over 32 bits. */
const stride = 0x9e3779b9;

/**
 * The number in [0, 1) that a seed has at a place, uniform over places and over seeds: the output of SplitMix32 after so many
 * steps. It needs no state, so that an answer that is gone on with later draws what it would have drawn.
 *
 * @param seed whole; its lowest 32 bits count.
 * @param place whole, from 0.
 */
export function uniformAt(seed: number, place: number): number {
  const start = scramble(seed + stride);
  return (scramble(start + Math.imul(place, stride)) >>> 0) / 2 ** 32;
}

/** A bijection of 32 bits in which each bit of the result depends on all (Chris Wellons' "lowbias32"). */
function scramble(integer: number): number {
  let bits = integer | 0;
  bits = Math.imul(bits ^ (bits >>> 16), 0x7feb352d);
  bits = Math.imul(bits ^ (bits >>> 15), 0x846ca68b);
  return bits ^ (bits >>> 16);
}
