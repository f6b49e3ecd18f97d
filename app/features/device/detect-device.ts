import { describeAdapter } from "../../engine/adapter";
import { measureAdapterSpeed } from "../../engine/adapter-speed";
import { describeCpu } from "../../engine/cpu";
import { useDevice } from "./device-store";

/** Finds out what models could run on, once, when the page opens. */
export async function detectDevice(): Promise<void> {
  const adapter = await describeAdapter();
  const adapterSpeed = adapter.kind === "found" ? await measureAdapterSpeed() : undefined;
  useDevice.setState({ detection: { kind: "known", device: { adapter, adapterSpeed, cpu: describeCpu() } } });
}
