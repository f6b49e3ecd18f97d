import { join } from "node:path";
import { expect, test } from "./fixtures";
import { callInPage } from "./numerics/call-in-page";
import { makeShapes } from "./numerics/make-shapes";
import type { ServedModel } from "./numerics/protocol";
import { shapeCheckpoints } from "./paths";
import { referenceLogits } from "./reference";

/**
 * Of the largest error of a position's logits to the range of the reference's. Measured worst: llama 7.6e-4, llama3 7.0e-4,
 * mistral 5.1e-4. Nearly all of it is RoPE's: SwiftShader's sines and cosines are up to 1.9e-4 off (WGSL allows 2^-11), and
 * the reference's logits move as much with sines and cosines as bad.
 */
const tolerance = 2e-3;
/**
 * The same where sines and cosines make no difference: at position 0, which RoPE leaves alone (measured worst: 3.4e-7), and
 * between two ways to cut a prompt (1.4e-6).
 */
const exactTolerance = 1e-5;
const promptTokens = 100;
const decodedTokens = 64;

/** Pages of the KV cache have 16 tokens, and the kernels of prefill compute blocks of 8. */
const cuts = [
  { name: "at once", lengths: [100] },
  { name: "in chunks of whole pages", lengths: [32, 32, 32, 4] },
  { name: "in uneven chunks that end inside pages", lengths: [1, 7, 9, 15, 17, 3, 48] },
  { name: "in two chunks that end inside pages", lengths: [37, 63] },
];

let models: ServedModel[] = [];

test.beforeAll(() => {
  // Compiling takes 20 to 30 s a library.
  test.setTimeout(300_000);
  models = makeShapes();
});

for (const shape of ["llama", "llama3", "mistral"]) {
  test(`${shape}: the logits of prefill and decode are the reference's, however the prompt is cut`, async ({
    app,
    page,
  }) => {
    const model = models.find(({ card }) => card.id === shape);
    if (model === undefined) throw new Error(`There is no shape ${shape}.`);
    const { vocabSize } = model.card.shape;
    const ids = Array.from({ length: promptTokens + decodedTokens }, (_, i) => (i * i * 7 + i * 31 + 5) % vocabSize);
    const decode = ids.slice(promptTokens);
    const reference = referenceLogits(join(shapeCheckpoints, shape), ids);
    await app.open();
    const readings = cuts.map(({ lengths }) => ({ prefill: cut(ids, lengths), decode }));
    readings.push({ prefill: [ids.slice(0, 1)], decode: [] });
    const reads = await callInPage(page, "read", { model, readings });

    const first = largestError(reads.at(-1)?.logits ?? [], reference.slice(0, 1));
    console.log(`${shape}, position 0: ${first.toExponential(1)} off the reference`);
    expect(first).toBeLessThan(exactTolerance);

    const [atOnce] = reads;

    for (const [index, { name, lengths }] of cuts.entries()) {
      const { logits = [], tokens } = reads[index] ?? {};
      const afterPrompt = lengths.length - 1;
      const toReference = largestError(logits, [
        ...ends(lengths).map((end) => reference[end - 1] ?? []),
        ...reference.slice(promptTokens),
      ]);
      const toAtOnce = largestError(logits.slice(afterPrompt), atOnce?.logits ?? []);
      console.log(
        `${shape}, ${name}: ${toReference.toExponential(1)} off the reference, ${toAtOnce.toExponential(1)} off at once`,
      );
      expect(toReference, name).toBeLessThan(tolerance);
      expect(toAtOnce, name).toBeLessThan(exactTolerance);
      expect(tokens?.slice(afterPrompt), name).toEqual(atOnce?.tokens);
    }
  });
}

function cut(ids: readonly number[], lengths: readonly number[]): number[][] {
  return ends(lengths).map((end, index) => ids.slice(end - (lengths[index] ?? 0), end));
}

/** How many tokens have been read after each chunk. */
function ends(lengths: readonly number[]): number[] {
  let end = 0;
  return lengths.map((length) => (end += length));
}

/** The largest error of any position, in parts of the range of its reference; both [positions][vocabulary]. */
function largestError(logits: readonly number[][], reference: readonly number[][]): number {
  expect(logits).toHaveLength(reference.length);
  const errors = logits.map((row, position) => {
    const expected = reference[position] ?? [];
    expect(row).toHaveLength(expected.length);
    const error = Math.max(...row.map((logit, id) => Math.abs(logit - (expected[id] ?? Number.NaN))));
    return error / (Math.max(...expected) - Math.min(...expected));
  });
  return Math.max(...errors);
}
