/** Items cut into so many runs of one length (the last may be shorter), one of each run in turn: of 2 runs 0 3 1 4 2. */
export function inTurns<T>(items: readonly T[], runs: number): T[] {
  const length = Math.ceil(items.length / runs);
  return items
    .map((item, i) => ({ item, turn: i % length, run: Math.floor(i / length) }))
    .sort((a, b) => a.turn - b.turn || a.run - b.run)
    .map(({ item }) => item);
}
