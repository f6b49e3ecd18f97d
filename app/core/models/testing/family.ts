import type { VariantCard } from "../variant-card";
import { variants } from "../variants";

/** The cards of the Asclepius family. */
export const familyCards = variants.filter(({ role }) => role === "asclepius");

export const llama7b = familyCard("asclepius-7b");

/** The card with an id; throws when the family has none. */
export function familyCard(id: string): VariantCard {
  const card = familyCards.find((candidate) => candidate.id === id);
  if (card === undefined) throw new Error(`There is no card ${id}.`);
  return card;
}
