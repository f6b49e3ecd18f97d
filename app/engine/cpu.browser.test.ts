import { describe, expect, it } from "vitest";
import { describeCpu, threadsFor } from "./cpu";

describe("describeCpu", () => {
  it("gives an isolated page the threads that suit its processors", () => {
    expect(crossOriginIsolated).toBe(true);
    expect(describeCpu()).toEqual({ webAssembly: true, threads: threadsFor(navigator.hardwareConcurrency, true) });
  });
});
