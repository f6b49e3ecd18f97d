import type { AdapterReport } from "../../core/models/adapter";

/** What web-llm 0.2.86 asks of every device in `detectGPUDevice`, whatever the library needs. */
export const webLlmLimits = {
  maxBufferSize: 2 ** 28,
  maxStorageBufferBindingSize: 2 ** 27,
  maxComputeWorkgroupStorageSize: 32 * 2 ** 10,
  maxStorageBuffersPerShaderStage: 10,
} as const;

/** What it asks for where the adapter has as much; where it has less, only for {@link webLlmLimits}. */
const askedFirst: Readonly<Record<string, number>> = { maxBufferSize: 2 ** 30, maxStorageBufferBindingSize: 2 ** 30 };

/** The adapter as web-llm's device shows it: of what lies between its two requests for buffer sizes, only the lower is had. */
export function asWebLlmDevice(adapter: AdapterReport): AdapterReport {
  if (adapter.kind === "missing") return adapter;
  const limits = Object.entries(adapter.limits).map(([name, limit]) => {
    const first = askedFirst[name];
    if (first === undefined) return [name, limit];
    const floor = webLlmLimits[name as keyof typeof webLlmLimits];
    return [name, limit >= first ? first : Math.min(limit, floor)];
  });
  return { ...adapter, limits: Object.fromEntries(limits) as Record<string, number> };
}
