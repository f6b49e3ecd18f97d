import asclepius13b from "../../../model-config/variants/asclepius-13b.json";
import asclepius7b from "../../../model-config/variants/asclepius-7b.json";
import asclepiusLlama2x13b from "../../../model-config/variants/asclepius-llama2-13b.json";
import asclepiusLlama2x7b from "../../../model-config/variants/asclepius-llama2-7b.json";
import asclepiusLlama3x8b from "../../../model-config/variants/asclepius-llama3-8b.json";
import asclepiusMistral7b from "../../../model-config/variants/asclepius-mistral-7b-v0.3.json";
import smollm2 from "../../../model-config/variants/smollm2-135m.json";
import tiny from "../../../model-config/variants/tiny.json";
import type { VariantCard } from "./variant-card";

/** Every model the product knows. A card is data: model-config compiles the libraries from the same files. */
export const variants = [
  asclepius7b,
  asclepius13b,
  asclepiusLlama2x7b,
  asclepiusLlama2x13b,
  asclepiusLlama3x8b,
  asclepiusMistral7b,
  smollm2,
  tiny,
] as unknown as readonly VariantCard[];

/** The card with an id, or undefined for a model of a later version of the app. */
export function findVariant(id: string): VariantCard | undefined {
  return variants.find((card) => card.id === id);
}

/** What to call the model of a card; its id, where the card is of a later version of the app. */
export function variantName(id: string): string {
  return findVariant(id)?.name ?? id;
}
