import { create } from "zustand";
import type { Device, EnginePreference } from "../../core/models/choose-engine";
import { readEnginePreference } from "../../storage/preferences";

export interface DeviceState {
  detection: { kind: "detecting" } | { kind: "known"; device: Device };
  /** Where the user wants models to run. */
  preference: EnginePreference;
}

export const useDevice = create<DeviceState>(() => ({
  detection: { kind: "detecting" },
  preference: readEnginePreference(),
}));
