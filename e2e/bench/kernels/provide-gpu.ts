import { execFileSync } from "node:child_process";
import type { AdapterReport } from "../../../app/core/models/adapter";
import { describeAdapter } from "../../../app/engine/adapter";
import { openDawn } from "../../pipelines/open-dawn";

export type FoundAdapter = Extract<AdapterReport, { kind: "found" }>;

/** Gives this process the `navigator.gpu` of a browser, with the machine's adapter, or else with Chromium's software adapter. */
export async function provideGpu(): Promise<FoundAdapter> {
  setGpu(open());
  const adapter = await describeAdapter();
  if (adapter.kind === "found") return adapter;
  // Vulkan's loader reads it anew for each instance.
  process.env.VK_DRIVER_FILES = swiftShaderDriver();
  setGpu(open());
  const software = await describeAdapter();
  if (software.kind === "found") return software;
  throw new Error(
    "Dawn finds no adapter, and not Chromium's software adapter either. It looks for both through Vulkan's loader (Debian: libvulkan1).",
  );
}

/** What Dawn tells of the adapter: its maker, its own name, its driver. */
export async function adapterNames(): Promise<string[]> {
  const info = (await navigator.gpu.requestAdapter({ powerPreference: "high-performance" }))?.info;
  const { vendor = "", architecture = "", device = "", description = "" } = info ?? {};
  return [vendor, architecture, device, description].filter((part) => part !== "");
}

/** Dawn keeps a process alive for as long as it can be reached. */
export function withdrawGpu(): void {
  setGpu(undefined);
}

function setGpu(gpu: GPU | undefined): void {
  Object.defineProperty(globalThis, "navigator", { value: { gpu }, configurable: true });
}

/**
 * With timestamps to the nanosecond, as the kernels of a GPU take microseconds; and with half precision on NVIDIA's Vulkan driver,
 * where browsers do without it, so that what they have on NVIDIA's other drivers can be measured.
 */
function open(): GPU {
  return openDawn(["disable-dawn-features=timestamp_quantization", "enable-dawn-features=vulkan_enable_f16_on_nvidia"]);
}

/** Where Debian's packages of Chromium keep it. */
function swiftShaderDriver(): string {
  const files = execFileSync("dpkg", ["-L", "chromium-common", "chromium"], { encoding: "utf8" }).split("\n");
  const driver = files.find((file) => file.endsWith("/vk_swiftshader_icd.json"));
  if (driver === undefined) throw new Error("Dawn finds no adapter, and Chromium's packages lack SwiftShader.");
  return driver;
}
