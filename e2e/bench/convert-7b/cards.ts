import type { VariantCard } from "../../../app/core/models/variant-card";
import llama2x7b from "../../../model-config/variants/asclepius-llama2-7b.json" with { type: "json" };

const large = llama2x7b as unknown as VariantCard;

/** A 7B model, 13.5 GB in float16, and one of the same dimensions with a single layer, of 0.9 GB, that no library is for. */
export const cards: readonly [VariantCard, VariantCard] = [
  { ...large, id: `${large.id}-1-layer`, name: "One layer of a 7B model", shape: { ...large.shape, layers: 1 } },
  large,
];
