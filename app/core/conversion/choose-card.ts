import { CheckpointError } from "../errors";
import type { VariantCard } from "../models/variant-card";
import type { VariantMatch } from "../plan/match-variant";

/** The card asked for, or else the one recognised. Throws CheckpointError "no-library" for one that does not fit. */
export function chooseCard({ recognised, candidates }: VariantMatch, variantId = recognised.id): VariantCard {
  const card = candidates.find(({ id }) => id === variantId);
  if (card !== undefined) return card;
  throw new CheckpointError("no-library", {
    file: "The checkpoint",
    problem: `its tensors do not have the shapes of ${variantId}`,
    advice: `Convert it as ${candidates.map(({ id }) => id).join(" or ")}.`,
  });
}
