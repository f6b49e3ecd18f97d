import { describe, expect, it } from "vitest";
import golden from "./golden/half.json";
import { floatToHalf, halfTable, halfToFloat } from "./half";
import { base64Floats, base64Halves } from "./testing/base64";

describe("halfToFloat", () => {
  it("agrees with numpy, subnormals and infinities included", () => {
    const halves = base64Halves(golden.f16ToF32.f16);
    const floats = base64Floats(golden.f16ToF32.f32);
    expect(halves.length).toBeGreaterThan(100);
    expect(Float32Array.from(halves, halfToFloat)).toEqual(floats);
  });

  it("has a table of all halves", () => {
    expect(halfTable()).toHaveLength(65536);
    expect(halfTable()[0x3c00]).toBe(1);
    expect(halfTable()[0xc500]).toBe(-5);
  });
});

describe("floatToHalf", () => {
  it("agrees with numpy on exact values, ties and limits", () => {
    const floats = base64Floats(golden.f32ToF16.f32);
    const halves = base64Halves(golden.f32ToF16.f16);
    expect(floats.length).toBeGreaterThan(100);
    expect(Uint16Array.from(floats, floatToHalf)).toEqual(halves);
  });

  it("gives every half back", () => {
    for (let half = 0; half < 0x10000; half++) {
      const value = halfToFloat(half);
      if (!Number.isNaN(value) && floatToHalf(value) !== half) expect.fail(`half ${half} came back as another`);
    }
  });
});
