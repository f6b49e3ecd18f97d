/** The probabilities of nucleus sampling, in float64, of the ids that it can draw; logits: one a token of the vocabulary. */
export function nucleus(logits: readonly number[], temperature: number, topP: number): Map<number, number> {
  const best = Math.max(...logits);
  const weights = logits.map((logit) => Math.exp((logit - best) / temperature));
  const total = sum(weights);
  // toSorted is stable: of equal weights the lower id comes first.
  const ranked = weights.map((weight, id) => ({ id, weight })).toSorted((a, b) => b.weight - a.weight);
  const kept: typeof ranked = [];
  let mass = 0;
  for (const entry of ranked) {
    kept.push(entry);
    mass += entry.weight;
    if (mass >= topP * total) break;
  }
  return new Map(kept.map(({ id, weight }) => [id, weight / mass]));
}

/** Fewest draws that a category may be expected to have; rarer ids are counted together. */
const leastExpected = 5;

/** Pearson's statistic of draws against the probabilities of all ids that were drawn, and its critical value at p = 0.001. */
export function chiSquare(
  tokens: readonly number[],
  probabilities: ReadonlyMap<number, number>,
): { statistic: number; critical: number; degrees: number } {
  const categories: { drawn: number; expected: number }[] = [];
  const rare = { drawn: 0, expected: 0 };
  for (const [id, probability] of probabilities) {
    const drawn = tokens.filter((token) => token === id).length;
    const expected = probability * tokens.length;
    if (expected >= leastExpected) {
      categories.push({ drawn, expected });
    } else {
      rare.drawn += drawn;
      rare.expected += expected;
    }
  }
  if (rare.expected >= leastExpected) categories.push(rare);
  const degrees = categories.length - 1;
  // Wilson and Hilferty's approximation, 2 % off at two degrees of freedom and less beyond; 3.0902 is the normal quantile.
  const critical = degrees * (1 - 2 / (9 * degrees) + 3.0902 * Math.sqrt(2 / (9 * degrees))) ** 3;
  return {
    statistic: sum(categories.map(({ drawn, expected }) => (drawn - expected) ** 2 / expected)),
    critical,
    degrees,
  };
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
