import type { AsyncRowPacker } from "./row-packer";

/** Spreads jobs over packers of one kind, each of which does one at a time: a job waits for the first that is free. */
export function packerPool(packers: readonly AsyncRowPacker[]): AsyncRowPacker {
  const free = [...packers];
  const waiting: ((packer: AsyncRowPacker) => void)[] = [];
  const run = async <T>(job: (packer: AsyncRowPacker) => Promise<T>): Promise<T> => {
    const packer = free.pop() ?? (await new Promise<AsyncRowPacker>((resolve) => waiting.push(resolve)));
    try {
      return await job(packer);
    } finally {
      const next = waiting.shift();
      if (next === undefined) free.push(packer);
      else next(packer);
    }
  };
  return {
    concurrency: packers.length,
    pack: (job) => run((packer) => packer.pack(job)),
    release: (packed) => packers[0]?.release?.(packed),
    multiply: (job) => run((packer) => packer.multiply(job)),
    multiplyPacked: (job) => run((packer) => packer.multiplyPacked(job)),
  };
}
