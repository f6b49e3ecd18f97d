import { requestPersistence } from "../../storage/quota";
import type { BundleSummary, ImportProgress } from "../../workers/convert/protocol";
import { chosenFiles, converter, dropCheckpoint, reportingErrors } from "./convert-checkpoint";
import { setWork } from "./models-store";
import { timePhases } from "./time-phases";

/**
 * Stores the converted model that was inspected last, or goes on where that was cut off. Resolves to the model's id once it is
 * ready, or if it was.
 */
export async function importBundle(summary: BundleSummary): Promise<string | undefined> {
  const record = await reportingErrors(async (signal) => {
    const onEvent = timePhases<ImportProgress>((progress, timing) =>
      setWork({ kind: "importing", summary, progress, ...timing }),
    );
    await requestPersistence();
    return await converter.call("importBundle", chosenFiles(), { signal, onEvent });
  });
  if (record !== undefined) dropCheckpoint();
  return record?.id;
}
