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
  // Typed as always present, but browsers without WebGPU and pages that are not secure have none.
  const gpu = (navigator as { gpu?: GPU }).gpu;
  if (gpu === undefined) return { kind: "missing", reason: "no-webgpu" };
  // The same preference as web-llm's, so that this is the adapter it gets.
  const adapter = await gpu.requestAdapter({ powerPreference: "high-performance" });
  if (adapter === null) return { kind: "missing", reason: "no-adapter" };
  const { vendor, architecture, description } = adapter.info;
  return {
    kind: "found",
    vendor,
    architecture,
    description,
    software: isSoftware(adapter),
    features: [...adapter.features],
    limits: Object.fromEntries(limitNames.map((name) => [name, adapter.limits[name]])),
  };
}

/** Browsers flag fallback adapters; SwiftShader and WARP are also known by their names where the flag is missing. */
function isSoftware(adapter: GPUAdapter): boolean {
  const { isFallbackAdapter, architecture, description } = adapter.info;
  return isFallbackAdapter || /swiftshader|llvmpipe|basic render/i.test(`${architecture} ${description}`);
}
