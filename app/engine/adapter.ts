import type { AdapterReport } from "../core/models/adapter";

/** Limits that libraries ask for; see `requiredLimits` in the library manifest. */
const limitNames = [
  "maxBufferSize",
  "maxStorageBufferBindingSize",
  "maxStorageBuffersPerShaderStage",
  "maxComputeWorkgroupStorageSize",
  "maxComputeInvocationsPerWorkgroup",
] as const satisfies (keyof GPUSupportedLimits)[];

/** What the browser tells of the adapter that the engine will use. Works in the page and in workers. */
export async function describeAdapter(): Promise<AdapterReport> {
  const adapter = await requestAdapter();
  if (adapter === undefined) return { kind: "missing", reason: "no-webgpu" };
  if (adapter === null) return { kind: "missing", reason: "no-adapter" };
  const { vendor = "", architecture = "", description = "" } = infoOf(adapter);
  return {
    kind: "found",
    vendor,
    architecture,
    description,
    software: isSoftware(adapter),
    features: [...adapter.features],
    limits: libraryLimits(adapter),
  };
}

/** What the adapter has of the limits that libraries ask for. */
export function libraryLimits({ limits }: GPUAdapter): Record<string, number> {
  return Object.fromEntries(limitNames.map((name) => [name, limits[name]]));
}

/**
 * The adapter that the engine will use: null where there is none, or none that may be used, as where the driver is one that the
 * browser blocks; undefined where there is no WebGPU to ask.
 */
export async function requestAdapter(): Promise<GPUAdapter | null | undefined> {
  // Typed as always present, but browsers without WebGPU and pages that are not secure have none.
  const gpu = (navigator as { gpu?: GPU }).gpu;
  // The same preference as web-llm's, so that this is the adapter it gets.
  return await gpu?.requestAdapter({ powerPreference: "high-performance" }).catch(() => null);
}

/** Browsers flag fallback adapters; SwiftShader and WARP are also known by their names where the flag is missing. */
function isSoftware(adapter: GPUAdapter): boolean {
  const { isFallbackAdapter = false, architecture = "", description = "" } = infoOf(adapter);
  return isFallbackAdapter || /swiftshader|llvmpipe|basic render/i.test(`${architecture} ${description}`);
}

/** Browsers had WebGPU before they said what their adapters are: Chrome until version 127. */
function infoOf(adapter: { info?: GPUAdapterInfo }): Partial<GPUAdapterInfo> {
  return adapter.info ?? {};
}
