import type { AdapterReport } from "./adapter";
import { whyTooLargeForCpu, type CpuReport } from "./cpu";
import type { EngineKind } from "./engine";
import type { VariantCard } from "./variant-card";

/** What the user wants: whichever engine suits the device, or always the same. */
export type EnginePreference = "automatic" | EngineKind;

/** What is known of the device that a model may run on. */
export interface Device {
  adapter: AdapterReport;
  /** Multiply-adds a second that the adapter reached in a short test; undefined without an adapter, or when the test failed. */
  adapterSpeed: number | undefined;
  cpu: CpuReport;
}

export interface EngineChoice {
  kind: EngineKind;
  /** Why it is not the GPU, as the end of a sentence after "because"; undefined where it is, and where the user chose. */
  because: string | undefined;
  /** Why the model cannot run there, as sentences; undefined where nothing is known to be in the way. */
  problem: string | undefined;
}

/**
 * Adapters below this are no faster than the processor they run on or beside. SwiftShader reaches 1e9 a processor core; the
 * smallest GPUs that browsers offer WebGPU on, 5e10.
 */
const usableAdapterSpeed = 2e10;

/** The engine that a model should run on. The engine itself says what is wrong where it cannot. */
export function chooseEngine(device: Device, preference: EnginePreference, card: VariantCard): EngineChoice {
  const cpuProblem = whyNoCpu(device.cpu, card);
  if (preference === "cpu") return { kind: "cpu", because: undefined, problem: cpuProblem };
  const because = whyNoGpu(device);
  // A slow adapter still answers where the processor cannot.
  const slowAdapterIsAll = cpuProblem !== undefined && device.adapter.kind === "found";
  if (preference === "gpu" || because === undefined || slowAdapterIsAll)
    return { kind: "gpu", because: undefined, problem: undefined };
  return { kind: "cpu", because, problem: cpuProblem };
}

/** Why the adapter is of no use, as the end of a sentence; undefined for a real GPU. */
export function whyNoGpu({ adapter, adapterSpeed }: Device): string | undefined {
  if (adapter.kind === "missing") {
    return adapter.reason === "no-webgpu" ? "this browser has no WebGPU" : "WebGPU found no graphics adapter";
  }
  if (adapter.software) return "the only graphics adapter is a software one, which is slower than the processor itself";
  if (adapterSpeed === undefined) return "the graphics adapter failed a short test";
  if (adapterSpeed < usableAdapterSpeed) return "the graphics adapter was slower than a processor in a short test";
  return undefined;
}

/** Why the processor cannot run a model, as sentences; undefined when it can. */
export function whyNoCpu(cpu: CpuReport, card: VariantCard): string | undefined {
  if (!cpu.webAssembly) return "This browser has no WebAssembly, or it was turned off.";
  return whyTooLargeForCpu(card, card.defaultContextTokens);
}
