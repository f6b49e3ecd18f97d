import type { ConversionProgress } from "../../core/conversion/run-conversion";
import { isAbort, toErrorData } from "../../core/errors";
import { requestPersistence } from "../../storage/quota";
import { createConvertClient } from "../../workers/convert/client";
import type { ChosenCheckpoint } from "../../workers/convert/protocol";
import { type Candidate, setWork, storedOf, useModels } from "./models-store";
import { timePhases } from "./time-phases";

export const converter = createConvertClient();

/** The files of the checkpoint that is being worked on. They are handles, so they stay out of the store. */
let chosen: ChosenCheckpoint = { files: [] };
let controller = new AbortController();

/** Opens what the user chose and shows what it is: a checkpoint, which is returned, or a converted model. Nothing is stored yet. */
export async function inspectCheckpoint(checkpoint: ChosenCheckpoint): Promise<Candidate | undefined> {
  chosen = checkpoint;
  setWork({ kind: "inspecting" });
  return await reportingErrors(async (signal) => {
    const bundle = await converter.call("inspectBundle", chosen, { signal });
    if (bundle !== undefined) {
      setWork({ kind: "bundle", summary: bundle });
      return undefined;
    }
    const summary = await converter.call("inspect", chosen, { signal });
    const candidate = likeStored({ summary, variantId: summary.variantId, mode: "best" });
    setWork({ kind: "inspected", candidate });
    return candidate;
  });
}

export function chosenFiles(): ChosenCheckpoint {
  return chosen;
}

/** The candidate as it is stored already, whole or in part, or else as it is. */
function likeStored(candidate: Candidate): Candidate {
  const state = useModels.getState();
  const alternatives: Candidate[] = [candidate, { ...candidate, mode: "plain" }];
  return (
    alternatives.find((alternative) => storedOf(state, alternative).model !== undefined) ??
    alternatives.find((alternative) => storedOf(state, alternative).conversion !== undefined) ??
    candidate
  );
}

/**
 * Converts and stores the checkpoint that was inspected last, or goes on where that was cut off. Resolves to the model's id once it
 * is ready, or if it was.
 */
export async function convertCheckpoint(candidate: Candidate): Promise<string | undefined> {
  const { mode, variantId } = candidate;
  const record = await reportingErrors(async (signal) => {
    const onEvent = timePhases<ConversionProgress>((progress, timing) =>
      setWork({ kind: "converting", candidate, progress, ...timing }),
    );
    await requestPersistence();
    return await converter.call("convert", { ...chosen, mode, variantId }, { signal, onEvent });
  }, candidate);
  if (record !== undefined) dropCheckpoint();
  return record?.id;
}

/** Stops whatever is being done with the checkpoint. What a conversion has stored by then is kept, to go on from. */
export function cancelWork(): void {
  controller.abort(new DOMException("Stopped.", "AbortError"));
}

export function dropCheckpoint(): void {
  chosen = { files: [] };
  setWork({ kind: "idle" });
}

/** Runs one step under a fresh signal. Failures are shown, with the way to go on; what was stopped is not a failure. */
export async function reportingErrors<T>(
  run: (signal: AbortSignal) => Promise<T>,
  candidate?: Candidate,
): Promise<T | undefined> {
  controller = new AbortController();
  try {
    return await run(controller.signal);
  } catch (error) {
    if (isAbort(error)) dropCheckpoint();
    else setWork({ kind: "failed", error: toErrorData(error), ...(candidate === undefined ? {} : { candidate }) });
    return undefined;
  }
}
