import { create } from "zustand";
import type { ConversionProgress } from "../../core/conversion/run-conversion";
import type { ErrorData } from "../../core/errors";
import type { ModelRecord } from "../../core/models/model-record";
import { modelIdOf } from "../../core/models/model-record";
import type { QuantizationMode } from "../../core/quantize/quantization-mode";
import type { ConversionRecord } from "../../storage/database";
import { readSelectedModel, writeSelectedModel } from "../../storage/preferences";
import type { BundleSummary, CheckpointSummary, ImportProgress } from "../../workers/convert/protocol";

/** The models kept on this device, as storage last told. */
export type StoredModels =
  { kind: "loading" } | { kind: "loaded"; models: ModelRecord[] } | { kind: "failed"; error: ErrorData };

/** A checkpoint that was inspected, and how it is to be converted. */
export interface Candidate {
  summary: CheckpointSummary;
  variantId: string;
  mode: QuantizationMode;
}

/** What is being done with a checkpoint that the user brought. One at a time. */
export type Work =
  | { kind: "idle" }
  | { kind: "downloading"; bytesDone: number; bytesTotal: number; elapsedMs: number }
  | { kind: "inspecting" }
  | { kind: "inspected"; candidate: Candidate }
  /** `elapsedMs` and `bytesBefore` are of the phase: what was done before it began tells nothing of its speed. */
  | {
      kind: "converting";
      candidate: Candidate;
      progress: ConversionProgress | undefined;
      bytesBefore: number;
      elapsedMs: number;
    }
  /** A converted model was brought. */
  | { kind: "bundle"; summary: BundleSummary }
  | {
      kind: "importing";
      summary: BundleSummary;
      progress: ImportProgress | undefined;
      bytesBefore: number;
      elapsedMs: number;
    }
  /** With the candidate where its conversion can go on. */
  | { kind: "failed"; error: ErrorData; candidate?: Candidate };

export interface ModelsState {
  stored: StoredModels;
  /** Conversions that were begun and are not finished, newest first. */
  unfinished: ConversionRecord[];
  work: Work;
  /** The model that questions go to, as the user last chose; kept across visits. */
  selectedId: string | undefined;
}

export const useModels = create<ModelsState>(() => ({
  stored: { kind: "loading" },
  unfinished: [],
  work: { kind: "idle" },
  selectedId: readSelectedModel(),
}));

export function setWork(work: Work): void {
  useModels.setState({ work });
}

export function selectModel(modelId: string): void {
  writeSelectedModel(modelId);
  useModels.setState({ selectedId: modelId });
}

/** The model that questions go to. */
export function selectedModel({ stored, selectedId }: ModelsState): ModelRecord | undefined {
  if (stored.kind !== "loaded") return undefined;
  return stored.models.find((model) => model.id === selectedId);
}

/** The id that a candidate's model has or will have. */
export function candidateId({ summary, variantId, mode }: Candidate): string {
  return modelIdOf(variantId, summary.fingerprint, mode);
}

/** What is stored of a candidate: the model itself, or the journal of a conversion that was cut off. */
export function storedOf(
  { stored, unfinished }: ModelsState,
  candidate: Candidate,
): { model?: ModelRecord | undefined; conversion?: ConversionRecord | undefined } {
  const id = candidateId(candidate);
  return {
    model: stored.kind === "loaded" ? stored.models.find((model) => model.id === id) : undefined,
    conversion: unfinished.find((conversion) => conversion.id === id),
  };
}
