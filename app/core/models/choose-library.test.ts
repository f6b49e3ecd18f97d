import { describe, expect, it } from "vitest";
import manifest from "../../../public/model-libs/manifest.json";
import type { AdapterReport } from "./adapter";
import { chooseLibrary } from "./choose-library";
import type { Library } from "./library";
import type { LibraryBuild } from "./variant-card";
import { variants } from "./variants";

const features: Record<LibraryBuild, string[]> = {
  f32: [],
  f16: ["shader-f16"],
  "f16-subgroups": ["shader-f16", "subgroups"],
};

function library(build: LibraryBuild, requiredLimits: Record<string, number> = {}): Library {
  return {
    variant: "tiny",
    build,
    file: `tiny-${build}.wasm`,
    sizeBytes: 1,
    sha256: "",
    requiredFeatures: features[build],
    requiredLimits,
    inputsSha256: "",
    parameterBytes: 1,
    kvLayerBytesPerToken: 1024,
    kvPageTokens: 16,
    contextTokens: 4096,
    prefillChunkTokens: 128,
  };
}

const amplyLimited = {
  maxBufferSize: 2 ** 30,
  maxStorageBufferBindingSize: 2 ** 30,
  maxStorageBuffersPerShaderStage: 10,
  maxComputeWorkgroupStorageSize: 2 ** 15,
  maxComputeInvocationsPerWorkgroup: 256,
};

function adapter(features: string[], limits: Record<string, number> = {}): AdapterReport {
  const all = { ...amplyLimited, ...limits };
  return { kind: "found", vendor: "", architecture: "", description: "", software: false, features, limits: all };
}

describe("chooseLibrary", () => {
  const builds = [library("f32"), library("f16"), library("f16-subgroups")];

  it("takes half precision and subgroups where the adapter has them, single precision elsewhere", () => {
    expect(chooseLibrary(builds, "tiny", adapter(["shader-f16", "subgroups"]), 2048).library.build).toBe(
      "f16-subgroups",
    );
    expect(chooseLibrary(builds, "tiny", adapter(["shader-f16"]), 2048).library.build).toBe("f16");
    expect(chooseLibrary(builds, "tiny", adapter(["subgroups"]), 2048).library.build).toBe("f32");
  });

  it("says which limit is too low and what the adapter has", () => {
    const wide = [library("f32", { maxStorageBufferBindingSize: 2 ** 30 })];
    const narrow = adapter([], { maxStorageBufferBindingSize: 2 ** 27 });
    expect(() => chooseLibrary(wide, "tiny", narrow, 2048)).toThrow(
      /maxStorageBufferBindingSize of 1073741824 \(it has 134217728\)/,
    );
  });

  it("gives the context that was asked for, and no more than the library has", () => {
    expect(chooseLibrary(builds, "tiny", adapter([]), 2000).contextTokens).toBe(2000);
    expect(chooseLibrary(builds, "tiny", adapter([]), 9000).contextTokens).toBe(4096);
  });

  it("shortens the context until the cache of a layer can be bound, and refuses when hardly any is left", () => {
    // The pages of 2,048 tokens, and one more, take 2,113,536 bytes.
    const choose = (bytes: number) =>
      chooseLibrary(builds, "tiny", adapter([], { maxStorageBufferBindingSize: bytes }), 2048).contextTokens;
    expect(choose(2_113_536)).toBe(2048);
    expect(choose(2_113_535)).toBe(2032);
    expect(choose(1_064_960)).toBe(1024);
    expect(() => choose(1_064_959)).toThrow(/maxStorageBufferBindingSize of 1064960/);
  });

  it("refuses a variant without a library, and a missing adapter, each in its own words", () => {
    expect(() => chooseLibrary(builds, "other", adapter([]), 2048)).toThrow(/No library/);
    expect(() => chooseLibrary(builds, "tiny", { kind: "missing", reason: "no-adapter" }, 2048)).toThrow(
      /no graphics adapter/,
    );
    expect(() => chooseLibrary(builds, "tiny", { kind: "missing", reason: "no-webgpu" }, 2048)).toThrow(/no WebGPU/);
  });
});

describe("the compiled libraries", () => {
  const libraries = manifest.libraries as unknown as Library[];
  const MiB = 2 ** 20;

  describe.each(variants.map((card) => [card.id, card] as const))("of %s", (id, card) => {
    const choose = (had: string[], limits: Record<string, number>) =>
      chooseLibrary(libraries, id, adapter(had, limits), card.defaultContextTokens);

    it.each(
      [128, 256, 512, 1024].flatMap((bindingMiB) =>
        [8, 10].flatMap((buffers) => [16, 32].map((workgroupKiB) => [bindingMiB, buffers, workgroupKiB] as const)),
      ),
    )(
      "run with bindings of %i MiB, %i buffers a stage and %i KiB a workgroup, with all the context that can be bound",
      (bindingMiB, buffers, workgroupKiB) => {
        const bindingBytes = bindingMiB * MiB;
        for (const [build, had] of Object.entries(features)) {
          const { library, contextTokens } = choose(had, {
            maxStorageBufferBindingSize: bindingBytes,
            maxBufferSize: Math.max(bindingBytes, 256 * MiB),
            maxStorageBuffersPerShaderStage: buffers,
            maxComputeWorkgroupStorageSize: workgroupKiB * 2 ** 10,
          });
          expect(library.build).toBe(build);
          const { kvPageTokens: page, kvLayerBytesPerToken: bytes } = library;
          expect((contextTokens + page) * bytes).toBeLessThanOrEqual(bindingBytes);
          if (contextTokens < card.defaultContextTokens) {
            expect(contextTokens).toBeGreaterThanOrEqual(1024);
            expect((contextTokens + 2 * page) * bytes).toBeGreaterThan(bindingBytes);
          }
        }
      },
    );

    it.each([
      ["maxStorageBufferBindingSize", MiB / 8],
      ["maxBufferSize", MiB / 8],
      ["maxStorageBuffersPerShaderStage", 4],
      ["maxComputeWorkgroupStorageSize", 2 ** 10],
      ["maxComputeInvocationsPerWorkgroup", 128],
    ])("are refused on an adapter with a %s of %i, which is named", (limit, had) => {
      expect(() => choose(features["f16-subgroups"], { [limit]: had })).toThrow(
        new RegExp(`It lacks: ${limit} of \\d+ \\(it has ${had}\\)`),
      );
    });
  });
});
