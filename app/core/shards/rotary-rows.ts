/**
 * The Hugging Face row that a stored row of q or k is. Where `headDim` is given, rotary pairs are interleaved, as llama.cpp
 * stores them: within each head of `headDim` rows, stored row 2i + j is row i + j * headDim / 2. Otherwise rows are in order.
 */
export function storedRowTarget(row: number, headDim: number | undefined): number {
  if (headDim === undefined) return row;
  const within = row % headDim;
  return row - within + (within >> 1) + (within & 1) * (headDim / 2);
}
