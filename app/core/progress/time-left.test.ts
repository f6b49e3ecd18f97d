import { describe, expect, it } from "vitest";
import { timeLeftMs } from "./time-left";

describe("timeLeftMs", () => {
  it("goes by the average speed", () => {
    expect(timeLeftMs({ done: 25, total: 100 }, 2000)).toBe(6000);
    expect(timeLeftMs({ done: 100, total: 100 }, 2000)).toBe(0);
  });

  it("says nothing before there is a speed", () => {
    expect(timeLeftMs({ done: 0, total: 100 }, 5000)).toBeUndefined();
    expect(timeLeftMs({ done: 50, total: 100 }, 900)).toBeUndefined();
  });
});
