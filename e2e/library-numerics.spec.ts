import { join } from "node:path";
import { expect, test } from "./fixtures";
import { callNumerics } from "./numerics/call-numerics";
import { largestError } from "./numerics/largest-error";
import { float32Builds, makeShape, shapes } from "./numerics/make-shapes";
import { shapeCheckpoints } from "./paths";
import { referenceLogits } from "./reference";

/**
 * Of the largest error of a position's logits to the range of the reference's, and of one way to cut a prompt to another. Measured
 * worst: 3.1e-6 and 1.8e-6.
 */
const tolerance = 1e-5;
const promptTokens = 100;
/** After the whole prompt: of the kernels for software adapters, and of those for GPUs, which take long on one. */
const decodedTokens = 64;
const decodedOfGpuKernels = 24;
/** After the same prompt in chunks: enough to see that what they left in the cache is the same. */
const decodedAfterChunks = 8;

/** Pages of the KV cache have 16 tokens, and the kernels of prefill compute blocks of 8. */
const allCuts = [
  { name: "at once", lengths: [100] },
  { name: "in chunks of whole pages", lengths: [32, 32, 32, 4] },
  { name: "in uneven chunks that end inside pages", lengths: [1, 7, 9, 15, 17, 3, 48] },
  { name: "in two chunks that end inside pages", lengths: [37, 63] },
];

/** The kernels for GPUs take minutes on a software adapter. */
const fewCuts = allCuts.filter(({ lengths }) => lengths.length === 1 || lengths.includes(7));

const cases = float32Builds.flatMap((build) =>
  shapes.map((shape) => ({
    build,
    shape,
    ...(build === "f32" ? { cuts: allCuts, decoded: decodedTokens } : { cuts: fewCuts, decoded: decodedOfGpuKernels }),
  })),
);

for (const { build, shape, cuts, decoded } of cases) {
  const name = `${shape} ${build}`;
  test(`${name}: the logits of prefill and decode are the reference's, however the prompt is cut`, async ({
    app,
    page,
  }) => {
    // Compiling takes 20 to 30 s of it.
    test.setTimeout(300_000);
    const model = makeShape(shape, build);
    const { vocabSize } = model.card.shape;
    const ids = Array.from({ length: promptTokens + decoded }, (_, i) => (i * i * 7 + i * 31 + 5) % vocabSize);
    const reference = referenceLogits(join(shapeCheckpoints, shape), ids);
    await app.open();
    const readings = cuts.map(({ lengths }) => {
      const count = lengths.length === 1 ? decoded : decodedAfterChunks;
      return { prefill: pieces(ids, lengths), decode: ids.slice(promptTokens, promptTokens + count) };
    });
    readings.push({ prefill: [ids.slice(0, 1)], decode: [] });
    const reads = await callNumerics(page, "read", { model, readings });

    const first = worstError(reads.at(-1)?.logits ?? [], reference.slice(0, 1));
    console.log(`${name}, position 0: ${first.toExponential(1)} off the reference`);
    expect(first).toBeLessThan(tolerance);

    const [atOnce] = reads;

    for (const [index, { name: cut, lengths }] of cuts.entries()) {
      const { logits = [], tokens = [] } = reads[index] ?? {};
      const afterPrompt = logits.slice(lengths.length - 1);
      const readIds = promptTokens + afterPrompt.length - 1;
      const toReference = worstError(logits, [
        ...ends(lengths).map((end) => reference[end - 1] ?? []),
        ...reference.slice(promptTokens, readIds),
      ]);
      const toAtOnce = worstError(afterPrompt, atOnce?.logits.slice(0, afterPrompt.length) ?? []);
      console.log(
        `${name}, ${cut}: ${toReference.toExponential(1)} off the reference, ${toAtOnce.toExponential(1)} off at once`,
      );
      expect(toReference, cut).toBeLessThan(tolerance);
      expect(toAtOnce, cut).toBeLessThan(tolerance);
      expect(tokens.slice(lengths.length - 1), cut).toEqual(atOnce?.tokens.slice(0, afterPrompt.length));
    }
  });
}

function pieces(ids: readonly number[], lengths: readonly number[]): number[][] {
  return ends(lengths).map((end, index) => ids.slice(end - (lengths[index] ?? 0), end));
}

/** How many tokens have been read after each chunk. */
function ends(lengths: readonly number[]): number[] {
  let end = 0;
  return lengths.map((length) => (end += length));
}

/** The largest error of any position, in parts of the range of its reference; both [positions][vocabulary]. */
function worstError(logits: readonly number[][], reference: readonly number[][]): number {
  expect(logits).toHaveLength(reference.length);
  return Math.max(...logits.map((row, position) => largestError(row, reference[position] ?? [])));
}
