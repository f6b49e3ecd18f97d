import { describeAdapter } from "../../engine/adapter";
import { useDevice } from "./device-store";

/** Asks the browser for its graphics adapter, once, when the page opens. */
export async function detectDevice(): Promise<void> {
  const adapter = await describeAdapter();
  useDevice.setState({ kind: "known", adapter }, true);
}
