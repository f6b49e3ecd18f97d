import { describe, expect, it } from "vitest";
import { ReadingLog } from "./reading-log";

const works = () => Promise.resolve("read");
const fails = () => Promise.reject(new Error("the device is gone"));

describe("ReadingLog", () => {
  it("knows what was read, in order, and hands on what reading gave", async () => {
    const log = new ReadingLog();
    expect(log.ids).toEqual([]);
    expect(await log.reading([1, 2], works)).toBe("read");
    await log.reading([3], works);
    expect(log.ids).toEqual([1, 2, 3]);
    await log.resetting(() => Promise.resolve());
    expect(log.ids).toEqual([]);
  });

  it("knows nothing after a failure, until the model has forgotten all", async () => {
    const log = new ReadingLog();
    await log.reading([1], works);
    await expect(log.reading([2], fails)).rejects.toThrow("the device is gone");
    expect(log.ids).toBeUndefined();
    await log.reading([3], works);
    expect(log.ids).toBeUndefined();
    await expect(log.resetting(fails)).rejects.toThrow("the device is gone");
    expect(log.ids).toBeUndefined();
    await log.resetting(() => Promise.resolve());
    await log.reading([4], works);
    expect(log.ids).toEqual([4]);
  });
});
