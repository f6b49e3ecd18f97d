import { describe, expect, it } from "vitest";
import type { AdapterReport } from "../../core/models/adapter";
import { asWebLlmDevice } from "./device-limits";

const MiB = 2 ** 20;

function withBuffers(maxStorageBufferBindingSize: number, maxBufferSize: number): AdapterReport {
  const limits = { maxStorageBufferBindingSize, maxBufferSize, maxStorageBuffersPerShaderStage: 8 };
  return { kind: "found", vendor: "", architecture: "", description: "", software: false, features: [], limits };
}

describe("asWebLlmDevice", () => {
  it.each([
    [128, 256, 128, 256],
    [256, 512, 128, 256],
    [512, 1023, 128, 256],
    [1023, 1024, 128, 1024],
    [1024, 2048, 1024, 1024],
    [4095, 4096, 1024, 1024],
    [64, 128, 64, 128],
  ])("binds of %i MiB in buffers of %i MiB only %i in %i", (binding, buffer, boundMiB, bufferMiB) => {
    expect(asWebLlmDevice(withBuffers(binding * MiB, buffer * MiB))).toMatchObject({
      limits: { maxStorageBufferBindingSize: boundMiB * MiB, maxBufferSize: bufferMiB * MiB },
    });
  });

  it("leaves the other limits, and a missing adapter, as they are", () => {
    expect(asWebLlmDevice(withBuffers(MiB, MiB))).toMatchObject({ limits: { maxStorageBuffersPerShaderStage: 8 } });
    const missing = { kind: "missing", reason: "no-adapter" } as const;
    expect(asWebLlmDevice(missing)).toEqual(missing);
  });
});
