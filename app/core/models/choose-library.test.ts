import { describe, expect, it } from "vitest";
import type { AdapterReport } from "./adapter";
import { chooseLibrary } from "./choose-library";
import type { Library } from "./library";

function library(build: "f16" | "f32", requiredLimits: Record<string, number> = {}): Library {
  return {
    variant: "tiny",
    build,
    file: `tiny-${build}.wasm`,
    sizeBytes: 1,
    sha256: "",
    requiredFeatures: build === "f16" ? ["shader-f16"] : [],
    requiredLimits,
    inputsSha256: "",
    parameterBytes: 1,
    kvBytesPerToken: 1,
    contextTokens: 4096,
    prefillChunkTokens: 128,
  };
}

function adapter(features: string[], limits: Record<string, number> = {}): AdapterReport {
  return { kind: "found", vendor: "", architecture: "", description: "", software: false, features, limits };
}

describe("chooseLibrary", () => {
  const both = [library("f32"), library("f16")];

  it("takes half precision where the adapter has it, single precision elsewhere", () => {
    expect(chooseLibrary(both, "tiny", adapter(["shader-f16"]), {}).build).toBe("f16");
    expect(chooseLibrary(both, "tiny", adapter([]), {}).build).toBe("f32");
  });

  it("says which limit is too low and what the adapter has", () => {
    const wide = [library("f32", { maxStorageBufferBindingSize: 2 ** 30 })];
    const narrow = adapter([], { maxStorageBufferBindingSize: 2 ** 27 });
    expect(() => chooseLibrary(wide, "tiny", narrow, {})).toThrow(
      /maxStorageBufferBindingSize of 1073741824 \(it has 134217728\)/,
    );
  });

  it("holds the adapter to the engine's own limits too, and names the higher of the two", () => {
    const few = [library("f32", { maxStorageBuffersPerShaderStage: 6 })];
    const choose = (buffers: number) =>
      chooseLibrary(few, "tiny", adapter([], { maxStorageBuffersPerShaderStage: buffers }), {
        maxStorageBuffersPerShaderStage: 10,
      });
    expect(() => choose(8)).toThrow(/maxStorageBuffersPerShaderStage of 10 \(it has 8\)/);
    expect(choose(10).build).toBe("f32");
  });

  it("refuses a variant without a library, and a missing adapter, each in its own words", () => {
    expect(() => chooseLibrary(both, "other", adapter([]), {})).toThrow(/No library/);
    expect(() => chooseLibrary(both, "tiny", { kind: "missing", reason: "no-adapter" }, {})).toThrow(
      /no graphics adapter/,
    );
    expect(() => chooseLibrary(both, "tiny", { kind: "missing", reason: "no-webgpu" }, {})).toThrow(/no WebGPU/);
  });
});
