import { randomNumbers } from "../../app/core/checkpoint/testing/tiny-model";
import type { QuantizationMode } from "../../app/core/quantize/quantization-mode";

const killKinds = ["close the tab", "crash the tab", "end the worker", "fail a write", "run out of quota"] as const;

/** One conversion, and where it is cut off, again and again, before it may end. */
export interface KillSeries {
  mode: QuantizationMode;
  kills: Kill[];
}

export interface Kill {
  kind: (typeof killKinds)[number];
  /** How much of what is left is done before: 0 to 1. */
  part: number;
}

/** As many random kills, each kind as often as the others, in series of so many. The same seed gives the same. */
export function killSeries(seed: number, killCount: number, perSeries: number): KillSeries[] {
  const random = randomNumbers(seed);
  const kinds = Array.from({ length: killCount }, (_, i) => killKinds[i % killKinds.length] ?? killKinds[0]);
  // Fisher and Yates's shuffle.
  for (let i = kinds.length - 1; i > 0; i--) {
    const other = Math.floor(random() * (i + 1));
    [kinds[i], kinds[other]] = [kinds[other] ?? killKinds[0], kinds[i] ?? killKinds[0]];
  }
  const kills = kinds.map((kind) => ({ kind, part: random() }));
  return Array.from({ length: Math.ceil(killCount / perSeries) }, (_, i) => ({
    mode: i % 2 === 0 ? "best" : "plain",
    kills: kills.slice(i * perSeries, (i + 1) * perSeries),
  }));
}
