import { DeviceError } from "../errors";
import type { AdapterReport } from "./adapter";
import type { Library } from "./library";

/** Faster builds first: half precision needs half the memory traffic for activations and the KV cache. */
const preference = ["f16", "f32"] as const;

/**
 * The best library of a variant that runs on the adapter. `engineLimits` are the lowest limits that the inference engine
 * itself asks of a device, whatever the library.
 *
 * @throws DeviceError "no-webgpu", "no-adapter", or "unsupported" naming what the adapter lacks.
 */
export function chooseLibrary(
  libraries: readonly Library[],
  variantId: string,
  adapter: AdapterReport,
  engineLimits: Readonly<Record<string, number>>,
): Library {
  if (adapter.kind === "missing") throw missingAdapter(adapter.reason);
  const candidates = preference.flatMap((build) =>
    libraries.filter((library) => library.variant === variantId && library.build === build),
  );
  const lacking = new Set<string>();
  for (const library of candidates) {
    const lacks = whatIsLacking(library, adapter, engineLimits);
    if (lacks.length === 0) return library;
    for (const lack of lacks) lacking.add(lack);
  }
  const why =
    candidates.length === 0 ? "No library was compiled for this model." : `It lacks: ${[...lacking].join("; ")}.`;
  throw new DeviceError(
    "unsupported",
    `This graphics adapter cannot run the model. ${why} Try another device or browser.`,
  );
}

function whatIsLacking(
  library: Library,
  adapter: Extract<AdapterReport, { kind: "found" }>,
  engineLimits: Readonly<Record<string, number>>,
): string[] {
  const features = library.requiredFeatures.filter((feature) => !adapter.features.includes(feature));
  const names = new Set([...Object.keys(library.requiredLimits), ...Object.keys(engineLimits)]);
  const limits = [...names]
    .map((name) => [name, Math.max(library.requiredLimits[name] ?? 0, engineLimits[name] ?? 0)] as const)
    .filter(([name, needed]) => (adapter.limits[name] ?? 0) < needed)
    .map(([name, needed]) => `${name} of ${needed} (it has ${adapter.limits[name] ?? 0})`);
  return [...features, ...limits];
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
