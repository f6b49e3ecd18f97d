/** Memory in which shards are filled: two buffers that go round, as what a buffer was given to may hold it until it is collected. */
export interface ShardMemory {
  /** Whether memory for so many bytes is free. All of it is while no other shard has any. */
  isFree(byteLength: number): boolean;
  /** The smallest that is free and has so many bytes. */
  take(byteLength: number): Uint8Array<ArrayBuffer>;
  /** Takes back memory that was taken, or as much. */
  readonly give: (bytes: Uint8Array<ArrayBuffer>) => void;
}

/**
 * Memory for shards of these sizes, in order: as much as the largest has, and as much again as lets one be filled beside the one before
 * it wherever neither is the largest. Of the models of this family, whose vocabulary's matrices are by far the largest, that is a third
 * more.
 */
export function shardMemory(sizes: readonly number[]): ShardMemory {
  const largest = Math.max(0, ...sizes);
  const pairs = sizes.slice(1).map((size, i) => [size, sizes[i] ?? 0]);
  const smaller = pairs.filter((pair) => Math.max(...pair) < largest).map((pair) => Math.min(...pair));
  const free = [new ArrayBuffer(Math.max(0, ...smaller)), new ArrayBuffer(largest)];
  return {
    isFree: (byteLength) => free.some((buffer) => buffer.byteLength >= byteLength),
    take: (byteLength) => {
      const index = free.findIndex((buffer) => buffer.byteLength >= byteLength);
      const [buffer] = index === -1 ? [] : free.splice(index, 1);
      if (buffer === undefined) throw new RangeError(`no memory of ${byteLength} bytes is free`);
      return new Uint8Array(buffer, 0, byteLength);
    },
    give: ({ buffer }) => {
      free.push(buffer);
      free.sort((a, b) => a.byteLength - b.byteLength);
    },
  };
}
