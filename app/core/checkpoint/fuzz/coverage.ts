/**
 * What one input made the code under test do, as AFL counts it: how often it went from one place to the next. The places call
 * {@link hit}, which .tasks/fuzz/instrument.mjs writes into the code.
 */

const MAP_BITS = 16;
const MAP_SIZE = 1 << MAP_BITS;

const counts = new Uint8Array(MAP_SIZE);
const touched = new Uint16Array(MAP_SIZE);
let touchedCount = 0;
let previous = 0;
const places = new Set<number>();

/** Notes that the code under test is at a place, whose number is a hash of 32 bits. */
export function hit(place: number): void {
  const here = place & (MAP_SIZE - 1);
  const step = here ^ previous;
  previous = here >> 1;
  const count = counts[step] ?? 0;
  if (count === 0) {
    touched[touchedCount++] = step;
    places.add(place);
  }
  if (count < 255) counts[step] = count + 1;
}

/** Forgets the last input. */
export function resetCoverage(): void {
  for (let i = 0; i < touchedCount; i++) counts[touched[i] ?? 0] = 0;
  touchedCount = 0;
  previous = 0;
}

/** Forgets the places too. */
export function resetPlaces(): void {
  places.clear();
}

/** The places that any input so far has come to. */
export function coveredPlaces(): ReadonlySet<number> {
  return places;
}

/** All steps that inputs have made, each with the magnitudes of how often: 1, 2, 3, 4, 8, 16, 32 or 128 times. */
export class SeenSteps {
  private readonly magnitudes = new Uint8Array(MAP_SIZE);
  private total = 0;

  /** Steps, counted once for every magnitude. */
  get size(): number {
    return this.total;
  }

  /** Adds the steps of the last input and returns how many of them were new. */
  add(): number {
    let found = 0;
    for (let i = 0; i < touchedCount; i++) {
      const step = touched[i] ?? 0;
      const magnitude = magnitudeOf(counts[step] ?? 0);
      const seen = this.magnitudes[step] ?? 0;
      if ((seen & magnitude) !== 0) continue;
      this.magnitudes[step] = seen | magnitude;
      found++;
    }
    this.total += found;
    return found;
  }
}

function magnitudeOf(count: number): number {
  if (count < 4) return 1 << (count - 1);
  if (count < 8) return 8;
  if (count < 16) return 16;
  if (count < 32) return 32;
  return count < 128 ? 64 : 128;
}
