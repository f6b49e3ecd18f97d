import { describe, expect, it } from "vitest";
import { runInOrder } from "./run-in-order";

describe("runInOrder", () => {
  it("begins items in order, no more at a time than allowed", async () => {
    const begun: number[] = [];
    let running = 0;
    let most = 0;
    await runInOrder([5, 1, 4, 2, 3], 2, async (item) => {
      begun.push(item);
      most = Math.max(most, ++running);
      for (let turn = 0; turn < item; turn++) await Promise.resolve();
      running--;
    });
    expect(begun).toEqual([5, 1, 4, 2, 3]);
    expect(most).toBe(2);
  });

  it("rejects with the first failure once what was under way has settled, and begins nothing after it", async () => {
    const failure = new Error("second");
    const settled: number[] = [];
    const running = runInOrder([1, 2, 3, 4], 2, async (item) => {
      if (item === 2) throw failure;
      for (let turn = 0; turn < 5; turn++) await Promise.resolve();
      settled.push(item);
    });
    await expect(running).rejects.toBe(failure);
    expect(settled).toEqual([1]);
  });

  it("takes no items at all", async () => {
    await expect(runInOrder([], 3, () => Promise.reject(new Error("none")))).resolves.toBeUndefined();
  });
});
