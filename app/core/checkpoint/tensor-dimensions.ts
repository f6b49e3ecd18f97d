/** Weights of a Llama have one or two dimensions; four is what any tensor of a language model has at most. */
const MAX_RANK = 4;

/** What is wrong with a stored tensor's dimensions, which are whole numbers of any size; undefined if nothing is. */
export function dimensionsProblem(shape: readonly number[]): string | undefined {
  if (shape.length > MAX_RANK) return `it has ${shape.length} dimensions, more than ${MAX_RANK}`;
  // 2^50 values: their bytes, at most 4 each, still count exactly in a double.
  let room = 2 ** 50;
  for (const size of shape) {
    room /= size;
    if (size < 1 || room < 1) return `its dimension of ${size} is impossible`;
  }
  return undefined;
}
