/** Memory in which shards are filled, one after the other. */
export interface ShardMemory {
  /** Memory for a shard's bytes: that of one before it, where some was given back. */
  take(index: number): Uint8Array<ArrayBuffer>;
  /** Takes back memory in which a shard was filled. */
  readonly give: (bytes: Uint8Array<ArrayBuffer>) => void;
  /** Whether a shard may be filled while the one before it still has its memory. */
  isBesideLast(index: number): boolean;
}

/**
 * Memory for shards of these sizes: at most as much as the largest has, or two that are smaller. The largest, a matrix of the
 * vocabulary, is some twice as large as the next; it has memory alone, which is let go after it.
 */
export function shardMemory(sizes: readonly number[]): ShardMemory {
  const largest = Math.max(0, ...sizes);
  const others = Math.max(0, ...sizes.filter((size) => size < largest));
  let spare: ArrayBuffer[] = [];
  const sizeOf = (index: number): number => {
    const size = sizes[index];
    if (size === undefined) throw new RangeError(`there is no shard ${index}`);
    return size;
  };
  return {
    take: (index) => {
      const size = sizeOf(index);
      const wanted = size < largest ? others : largest;
      spare = spare.filter(({ byteLength }) => byteLength === wanted);
      return new Uint8Array(spare.pop() ?? new ArrayBuffer(wanted), 0, size);
    },
    give: ({ buffer }) => {
      spare.push(buffer);
    },
    isBesideLast: (index) => index === 0 || Math.max(sizeOf(index - 1), sizeOf(index)) < largest,
  };
}
