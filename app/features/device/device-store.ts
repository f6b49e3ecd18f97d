import { create } from "zustand";
import type { AdapterReport } from "../../core/models/adapter";

export type DeviceState = { kind: "detecting" } | { kind: "known"; adapter: AdapterReport };

export const useDevice = create<DeviceState>(() => ({ kind: "detecting" }));
