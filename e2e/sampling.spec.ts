import type { VariantCard } from "../app/core/models/variant-card";
import tiny from "../model-config/variants/tiny.json" with { type: "json" };
import { committedLibrary } from "./committed-libraries";
import { ranks, samplingCases } from "./data/sampling-cases";
import { expect, test } from "./fixtures";
import { callNumerics } from "./numerics/call-numerics";
import { chiSquare, nucleus } from "../app/core/sampling/testing/nucleus";
import type { ServedModel } from "./numerics/protocol";

const draws = 1000;
const seed = 20_260_724;

for (const { name, logits, temperature, topP, size } of samplingCases) {
  test(`draws follow the distribution: ${name}`, async ({ app, page }) => {
    const probabilities = nucleus(logits, temperature, topP);
    expect(probabilities.size).toBe(size);
    await app.open();
    const sampling = { temperature, topP, seed };
    const tokens = await callNumerics(page, "draw", { model: tinyModel(), sampling, logits, count: draws });
    expect(tokens).toHaveLength(draws);
    expect(tokens.filter((token) => !probabilities.has(token))).toEqual([]);
    const { statistic, critical, degrees } = chiSquare(tokens, probabilities);
    console.log(`${name}: chi-square ${statistic.toFixed(1)}, ${degrees} degrees, critical ${critical.toFixed(1)}`);
    expect(statistic).toBeLessThan(critical);
  });
}

test("without temperature, the token is the one with the largest logit", async ({ app, page }) => {
  await app.open();
  const decode = Array.from({ length: 64 }, (_, i) => (i * i * 7 + i * 31 + 5) % tiny.shape.vocabSize);
  const [read] = await callNumerics(page, "read", { model: tinyModel(), readings: [{ prefill: [[1]], decode }] });
  expect(read?.tokens).toHaveLength(65);
  expect(read?.tokens).toEqual(read?.logits.map((row) => row.indexOf(Math.max(...row))));
});

test("without temperature, of equal logits the lowest id's wins", async ({ app, page }) => {
  await app.open();
  const tied = [313, 256, 41, 297];
  const logits = ranks.map((rank, id) => (tied.includes(id) ? 1 : -rank));
  // The smallest difference that float32 can hold.
  logits[17] = 1 - 2 ** -24;
  const sampling = { temperature: 0, topP: 1, seed };
  const tokens = await callNumerics(page, "draw", { model: tinyModel(), sampling, logits, count: 8 });
  expect(tokens).toEqual(Array(8).fill(41));
});

/** The tiny checkpoint with the float32 library that the app brings. */
function tinyModel(): ServedModel {
  return { folder: "/.cache/e2e/tiny/hf", card: tiny as VariantCard, library: committedLibrary("tiny-f32") };
}
