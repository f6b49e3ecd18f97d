import { create } from "zustand";
import type { ErrorData } from "../../core/errors";

/** What is being done to carry a stored model away. One at a time. */
export type Export =
  | { kind: "idle" }
  /** `elapsedMs` since the first byte. */
  | { kind: "saving"; modelId: string; bytesDone: number; bytesTotal: number; elapsedMs: number }
  | { kind: "saved"; modelId: string; folder: string }
  | { kind: "failed"; modelId: string; error: ErrorData };

export const useExport = create<{ work: Export }>(() => ({ work: { kind: "idle" } }));

export function setExport(work: Export): void {
  useExport.setState({ work });
}
