import type { ConversionProgress } from "../../app/core/conversion/run-conversion";

/** Where the phases of a conversion begin. */
export const positions = { verifying: 0, converting: 1, checking: 2, end: 3 };

/** How far a conversion is: a phase's beginning, and how much of it is done. */
export function positionOf({ phase, bytesDone, bytesTotal }: ConversionProgress): number {
  return positions[phase] + bytesDone / bytesTotal;
}
