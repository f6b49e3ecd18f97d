/** Whole numbers from a seed, always the same ones (xorshift32). Fast rather than good: it chooses mutations. */
export class Random {
  private state: number;

  constructor(seed: number) {
    this.state = seed ^ 0x9e3779b9 || 1;
    // The first numbers of seeds that are close to each other are alike.
    for (let i = 0; i < 16; i++) this.below(1);
  }

  /** From 0 to `limit`, which is exclusive and at least 1. */
  below(limit: number): number {
    this.state ^= this.state << 13;
    this.state ^= this.state >>> 17;
    this.state ^= this.state << 5;
    return (this.state >>> 0) % limit;
  }

  /** True once in `times`. */
  oneIn(times: number): boolean {
    return this.below(times) === 0;
  }

  pick<T>(items: readonly T[]): T {
    const item = items[this.below(items.length)];
    if (item === undefined) throw new RangeError("there is nothing to pick from");
    return item;
  }
}
