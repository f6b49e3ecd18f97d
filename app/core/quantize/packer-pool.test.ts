import { describe, expect, it } from "vitest";
import { packerPool } from "./packer-pool";
import type { AsyncRowPacker, MultiplyJob } from "./row-packer";

const job = (count: number): MultiplyJob => ({
  dtype: "F32",
  bytes: new Uint8Array(0),
  rows: 0,
  columns: 64,
  vectors: new Float32Array(0),
  count,
});

/** A packer that notes what it was given and answers when it is told to. */
function heldPacker(name: string, given: string[]): { packer: AsyncRowPacker; answer: () => void } {
  const answers: (() => void)[] = [];
  const unused = () => Promise.reject(new Error("not asked for"));
  return {
    answer: () => answers.shift()?.(),
    packer: {
      concurrency: 1,
      pack: unused,
      multiplyPacked: unused,
      multiply: async ({ count }) => {
        given.push(`${name}${count}`);
        await new Promise<void>((resolve) => answers.push(resolve));
        if (count === 0) throw new Error("failed");
        return Float32Array.of(count);
      },
    },
  };
}

describe("packerPool", () => {
  it("gives each packer one job at a time, and a waiting job to the first that is free", async () => {
    const given: string[] = [];
    const [a, b] = [heldPacker("a", given), heldPacker("b", given)];
    const pool = packerPool([a.packer, b.packer]);
    expect(pool.concurrency).toBe(2);
    const results = [1, 2, 3, 4].map((count) => pool.multiply(job(count)));
    await Promise.resolve();
    expect(given).toEqual(["b1", "a2"]);
    a.answer();
    expect(await results[1]).toEqual(Float32Array.of(2));
    await expect.poll(() => given).toEqual(["b1", "a2", "a3"]);
    b.answer();
    await expect.poll(() => given).toEqual(["b1", "a2", "a3", "b4"]);
    a.answer();
    b.answer();
    expect((await Promise.all(results)).map(([count]) => count)).toEqual([1, 2, 3, 4]);
  });

  it("goes on with a packer whose job failed", async () => {
    const given: string[] = [];
    const { packer, answer } = heldPacker("a", given);
    const pool = packerPool([packer]);
    const [failing, next] = [pool.multiply(job(0)), pool.multiply(job(1))];
    answer();
    await expect(failing).rejects.toThrow("failed");
    await expect.poll(() => given).toEqual(["a0", "a1"]);
    answer();
    expect(await next).toEqual(Float32Array.of(1));
  });
});
