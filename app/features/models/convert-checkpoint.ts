import { isAbort, toErrorData } from "../../core/errors";
import { requestPersistence } from "../../storage/quota";
import { createConvertClient } from "../../workers/convert/client";
import type { CheckpointSummary, ChosenCheckpoint } from "../../workers/convert/protocol";
import { selectModel, setWork, useModels } from "./models-store";

const converter = createConvertClient();

/** The files of the checkpoint that is being worked on. They are handles, so they stay out of the store. */
let chosen: ChosenCheckpoint = { files: [] };
let controller = new AbortController();

/** Opens what the user chose and shows what it is. Nothing is converted yet. */
export async function inspectCheckpoint(checkpoint: ChosenCheckpoint): Promise<CheckpointSummary | undefined> {
  chosen = checkpoint;
  setWork({ kind: "inspecting" });
  return await reportingErrors(async (signal) => {
    const summary = await converter.call("inspect", chosen, { signal });
    setWork({ kind: isStored(summary.modelId) ? "already-stored" : "inspected", summary });
    return summary;
  });
}

/** Converts and stores the checkpoint that was inspected last. Resolves to true once the model is ready, or if it was. */
export async function convertCheckpoint(summary: CheckpointSummary): Promise<boolean> {
  const startMs = performance.now();
  setWork({ kind: "converting", summary, progress: undefined, elapsedMs: 0 });
  const record = await reportingErrors(async (signal) => {
    await requestPersistence();
    return await converter.call("convert", chosen, {
      signal,
      onEvent: (progress) => setWork({ kind: "converting", summary, progress, elapsedMs: performance.now() - startMs }),
    });
  });
  if (record === undefined) return false;
  selectModel(record.id);
  dropCheckpoint();
  return true;
}

/** Stops whatever is being done with the checkpoint. A conversion deletes what it had stored. */
export function cancelWork(): void {
  controller.abort(new DOMException("Stopped.", "AbortError"));
  if (useModels.getState().work.kind !== "converting") dropCheckpoint();
}

function isStored(modelId: string): boolean {
  const { stored } = useModels.getState();
  return stored.kind === "loaded" && stored.models.some((model) => model.id === modelId);
}

export function dropCheckpoint(): void {
  chosen = { files: [] };
  setWork({ kind: "idle" });
}

/** Runs one step under a fresh signal. Failures are shown; what was stopped is not a failure. */
export async function reportingErrors<T>(run: (signal: AbortSignal) => Promise<T>): Promise<T | undefined> {
  controller = new AbortController();
  try {
    return await run(controller.signal);
  } catch (error) {
    if (isAbort(error)) dropCheckpoint();
    else setWork({ kind: "failed", error: toErrorData(error) });
    return undefined;
  }
}
