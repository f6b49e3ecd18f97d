import { DeviceError } from "../errors";
import type { AdapterReport } from "./adapter";
import type { Library } from "./library";

/**
 * Faster builds first: half precision needs half the memory traffic for activations and the KV cache, and subgroups fewer barriers.
 * The kernels of "f32" are made for adapters that run shaders on the CPU, which have no half precision.
 */
const preference = ["f16-subgroups", "f16", "f32"] as const;

/** A context below this leaves no room for a note: the library counts as one that does not run. */
const leastContextTokens = 1024;

export interface LibraryChoice {
  library: Library;
  /** Context, in tokens, as asked for or as much of it as the adapter's limits leave room for. */
  contextTokens: number;
}

/**
 * The best library of a variant that runs on the adapter, with a context of `contextTokens` or as much of it as fits.
 *
 * @throws DeviceError "no-webgpu", "no-adapter", or "unsupported" naming what the adapter lacks.
 */
export function chooseLibrary(
  libraries: readonly Library[],
  variantId: string,
  adapter: AdapterReport,
  contextTokens: number,
): LibraryChoice {
  if (adapter.kind === "missing") throw missingAdapter(adapter.reason);
  const candidates = preference.flatMap((build) =>
    libraries.filter((library) => library.variant === variantId && library.build === build),
  );
  // What the last of them lacks, which asks for the least.
  let lacking: string[] = [];
  for (const library of candidates) {
    const wanted = Math.min(contextTokens, library.contextTokens);
    const least = Math.min(wanted, leastContextTokens);
    lacking = whatIsLacking(library, adapter, least);
    if (lacking.length === 0) return { library, contextTokens: Math.min(wanted, contextThatFits(library, adapter)) };
  }
  const why = candidates.length === 0 ? "No library was compiled for this model." : `It lacks: ${lacking.join("; ")}.`;
  throw new DeviceError(
    "unsupported",
    `This graphics adapter cannot run the model. ${why} Try another device or browser.`,
  );
}

type FoundAdapter = Extract<AdapterReport, { kind: "found" }>;

function whatIsLacking(library: Library, adapter: FoundAdapter, contextTokens: number): string[] {
  const features = library.requiredFeatures.filter((feature) => !adapter.features.includes(feature));
  const limits = Object.entries(neededLimits(library, contextTokens))
    .filter(([name, needed]) => (adapter.limits[name] ?? 0) < needed)
    .map(([name, needed]) => `${name} of ${needed} (it has ${adapter.limits[name] ?? 0})`);
  return [...features, ...limits];
}

/** The lowest limits that the library runs with, its KV cache included. */
function neededLimits(library: Library, contextTokens: number): Record<string, number> {
  const { maxStorageBufferBindingSize = 0, maxBufferSize = 0, ...others } = library.requiredLimits;
  const kvBytes = kvLayerBytes(library, contextTokens);
  return {
    ...others,
    maxStorageBufferBindingSize: Math.max(maxStorageBufferBindingSize, kvBytes),
    maxBufferSize: Math.max(maxBufferSize, kvBytes),
  };
}

/** Bytes of a layer's part of the KV cache. */
function kvLayerBytes({ kvLayerBytesPerToken, kvPageTokens }: Library, contextTokens: number): number {
  return (Math.ceil(contextTokens / kvPageTokens) + 1) * kvPageTokens * kvLayerBytesPerToken;
}

/** The longest context of which a layer's part of the KV cache can be bound. */
function contextThatFits({ kvLayerBytesPerToken, kvPageTokens }: Library, { limits }: FoundAdapter): number {
  const bytes = Math.min(limits.maxStorageBufferBindingSize ?? 0, limits.maxBufferSize ?? 0);
  return (Math.floor(bytes / kvLayerBytesPerToken / kvPageTokens) - 1) * kvPageTokens;
}

function missingAdapter(reason: "no-webgpu" | "no-adapter"): DeviceError {
  return reason === "no-webgpu"
    ? new DeviceError(
        "no-webgpu",
        "This browser has no WebGPU. Use a current Chrome or Edge, or Safari 26 or Firefox 145 and later.",
      )
    : new DeviceError(
        "no-adapter",
        "WebGPU found no graphics adapter. Update the graphics driver, turn on hardware acceleration in the browser's " +
          "settings, and leave remote desktops.",
      );
}
