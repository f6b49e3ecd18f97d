import type { ModelShape } from "../models/variant-card";

// Activations are row-major float32 [tokens, width], the tokens at positions 0, 1, …; sums are in double precision.

/** RMSNorm of each row of `x` [tokens, weight.length]. */
export function rmsNorm(x: Float32Array, weight: Float32Array, eps: number): Float32Array {
  const width = weight.length;
  const out = new Float32Array(x.length);
  for (let start = 0; start < x.length; start += width) {
    let sum = 0;
    for (let i = start; i < start + width; i++) sum += (x[i] ?? 0) ** 2;
    const scale = 1 / Math.sqrt(sum / width + eps);
    for (let i = 0; i < width; i++) out[start + i] = (x[start + i] ?? 0) * scale * (weight[i] ?? 0);
  }
  return out;
}

/**
 * Causal grouped-query attention of [tokens, (heads + 2 * kvHeads) * headDim], in which a row is a token's queries, keys and
 * values. Returns [tokens, heads * headDim].
 */
export function attend(queryKeyValue: Float32Array, tokens: number, shape: ModelShape): Float32Array {
  const { heads, kvHeads, headDim } = shape;
  const width = (heads + 2 * kvHeads) * headDim;
  const x = rotateHeads(queryKeyValue, width, heads + kvHeads, shape);
  const out = new Float32Array(tokens * heads * headDim);
  for (let token = 0; token < tokens; token++) {
    for (let head = 0; head < heads; head++) {
      const query = token * width + head * headDim;
      const key = (heads + Math.floor((head * kvHeads) / heads)) * headDim;
      const value = key + kvHeads * headDim;
      const scores = Array.from({ length: token + 1 }, (_, past) => {
        let sum = 0;
        for (let i = 0; i < headDim; i++) sum += (x[query + i] ?? 0) * (x[past * width + key + i] ?? 0);
        return sum / Math.sqrt(headDim);
      });
      const weights = softmax(scores);
      for (let i = 0; i < headDim; i++) {
        const mixed = weights.reduce((sum, weight, past) => sum + weight * (x[past * width + value + i] ?? 0), 0);
        out[(token * heads + head) * headDim + i] = mixed;
      }
    }
  }
  return out;
}

/** SwiGLU of [tokens, 2 * width], in which a row is a token's gates and then what they let through: [tokens, width]. */
export function swiGlu(gateUp: Float32Array, tokens: number): Float32Array {
  const width = gateUp.length / tokens / 2;
  const out = new Float32Array(tokens * width);
  for (let i = 0; i < out.length; i++) {
    const at = i + Math.floor(i / width) * width;
    const gate = gateUp[at] ?? 0;
    out[i] = (gate / (1 + Math.exp(-gate))) * (gateUp[at + width] ?? 0);
  }
  return out;
}

export function add(a: Float32Array, b: Float32Array): Float32Array {
  return a.map((value, i) => value + (b[i] ?? 0));
}

/**
 * RoPE of the first `heads` heads in each row of `x` [tokens, width], in Hugging Face's order: within a head, value i turns
 * with value i + headDim / 2.
 */
function rotateHeads(x: Float32Array, width: number, heads: number, shape: ModelShape): Float32Array {
  const { headDim, ropeTheta } = shape;
  const half = headDim / 2;
  const out = x.slice();
  for (let row = 0, position = 0; row < x.length; row += width, position++) {
    for (let i = 0; i < half; i++) {
      const angle = position * ropeTheta ** ((-2 * i) / headDim);
      const cos = Math.cos(angle);
      const sin = Math.sin(angle);
      for (let head = 0; head < heads; head++) {
        const at = row + head * headDim + i;
        const low = x[at] ?? 0;
        const high = x[at + half] ?? 0;
        out[at] = low * cos - high * sin;
        out[at + half] = high * cos + low * sin;
      }
    }
  }
  return out;
}

function softmax(scores: readonly number[]): number[] {
  const largest = Math.max(...scores);
  const powers = scores.map((score) => Math.exp(score - largest));
  const sum = powers.reduce((total, power) => total + power, 0);
  return powers.map((power) => power / sum);
}
