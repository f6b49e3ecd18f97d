/** Memory in which shards are filled, one after the other. */
export interface ShardMemory {
  /** A shard's own bytes. They are also those of every shard but its neighbours'. */
  bytesOf(index: number): Uint8Array<ArrayBuffer>;
  /** Whether a shard has bytes beside those of the one before it, so that it can be filled while that is being stored. */
  isBesideLast(index: number): boolean;
}

/**
 * Memory for shards of these sizes: one buffer for all, as what a buffer's bytes were given to may hold it until it is collected.
 * Shards take its two ends in turn, so that two neighbours fit wherever neither is the largest.
 */
export function shardMemory(sizes: readonly number[]): ShardMemory {
  const largest = Math.max(0, ...sizes);
  const pairs = sizes.slice(1).map((size, i) => ({ size, before: sizes[i] ?? 0 }));
  const sums = pairs
    .filter(({ size, before }) => Math.max(size, before) < largest)
    .map(({ size, before }) => size + before);
  const buffer = new ArrayBuffer(Math.max(largest, ...sums));
  const sizeOf = (index: number): number => {
    const size = sizes[index];
    if (size === undefined) throw new RangeError(`there is no shard ${index}`);
    return size;
  };
  return {
    bytesOf: (index) => {
      const size = sizeOf(index);
      return new Uint8Array(buffer, index % 2 === 0 ? 0 : buffer.byteLength - size, size);
    },
    isBesideLast: (index) => index === 0 || sizeOf(index - 1) + sizeOf(index) <= buffer.byteLength,
  };
}
