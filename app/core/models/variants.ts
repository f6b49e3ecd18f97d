import smollm2 from "../../../model-config/variants/smollm2-135m.json";
import tiny from "../../../model-config/variants/tiny.json";
import type { VariantCard } from "./variant-card";

/** Every model the product knows. A card is data: model-config compiles the libraries from the same files. */
export const variants = [smollm2, tiny] as unknown as readonly VariantCard[];

/** The card with an id, or undefined for a model of a later version of the app. */
export function findVariant(id: string): VariantCard | undefined {
  return variants.find((card) => card.id === id);
}
