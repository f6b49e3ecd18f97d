import { describe, expect, it } from "vitest";
import { whyNoGpu } from "../core/models/choose-engine";
import { describeAdapter } from "./adapter";
import { measureAdapterSpeed } from "./adapter-speed";
import { describeCpu } from "./cpu";

// The tests' browser has SwiftShader, which computes on the processor.
describe("measureAdapterSpeed", () => {
  it("measures a speed of which no processor core gives enough for a GPU, whatever the adapter is called", async () => {
    const speed = await measureAdapterSpeed();
    expect(speed).toBeGreaterThan(0);
    expect(speed).toBeLessThan(Infinity);
    const adapter = await describeAdapter();
    expect(adapter).toMatchObject({ kind: "found", software: true });
    if (adapter.kind === "missing" || speed === undefined) return;
    // SwiftShader computes on all cores: one core's share does not depend on how many this machine has.
    const adapterSpeed = speed / navigator.hardwareConcurrency;
    const unnamed = { adapter: { ...adapter, software: false }, adapterSpeed, cpu: describeCpu() };
    expect(whyNoGpu(unnamed)).toBe("the graphics adapter was slower than a processor in a short test");
  });

  it("measures again and again, and leaves nothing behind that would stop it", async () => {
    for (let i = 0; i < 5; i++) expect(await measureAdapterSpeed()).toBeGreaterThan(0);
  });
});
