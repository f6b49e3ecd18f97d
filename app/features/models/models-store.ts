import { create } from "zustand";
import type { ErrorData } from "../../core/errors";
import type { ModelRecord } from "../../core/models/model-record";
import type { CheckpointSummary, ConvertProgress } from "../../workers/convert/protocol";

/** The models kept on this device, as storage last told. */
export type StoredModels =
  { kind: "loading" } | { kind: "loaded"; models: ModelRecord[] } | { kind: "failed"; error: ErrorData };

/** What is being done with a checkpoint that the user brought. One at a time. */
export type Work =
  | { kind: "idle" }
  | { kind: "downloading"; bytesDone: number; bytesTotal: number; elapsedMs: number }
  | { kind: "inspecting" }
  | { kind: "inspected"; summary: CheckpointSummary }
  | { kind: "already-stored"; summary: CheckpointSummary }
  | { kind: "converting"; summary: CheckpointSummary; progress: ConvertProgress | undefined; elapsedMs: number }
  | { kind: "failed"; error: ErrorData };

export interface ModelsState {
  stored: StoredModels;
  work: Work;
  /** The model that questions go to, as the user last chose; kept across visits. */
  selectedId: string | undefined;
}

const selectedIdKey = "asclepius.selected-model";

export const useModels = create<ModelsState>(() => ({
  stored: { kind: "loading" },
  work: { kind: "idle" },
  selectedId: localStorage.getItem(selectedIdKey) ?? undefined,
}));

export function setWork(work: Work): void {
  useModels.setState({ work });
}

export function selectModel(modelId: string): void {
  localStorage.setItem(selectedIdKey, modelId);
  useModels.setState({ selectedId: modelId });
}

/** The model that questions go to: the one chosen, or else the newest. */
export function selectedModel({ stored, selectedId }: ModelsState): ModelRecord | undefined {
  if (stored.kind !== "loaded") return undefined;
  return stored.models.find((model) => model.id === selectedId) ?? stored.models[0];
}
