import type { EnginePreference } from "../../core/models/choose-engine";
import { writeEnginePreference } from "../../storage/preferences";
import { useDevice } from "./device-store";

/** Makes models run where the user wants, from the next question on. */
export function preferEngine(preference: EnginePreference): void {
  writeEnginePreference(preference);
  useDevice.setState({ preference });
}
