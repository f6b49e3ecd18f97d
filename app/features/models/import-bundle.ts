import { requestPersistence } from "../../storage/quota";
import type { BundleSummary, ImportProgress } from "../../workers/convert/protocol";
import { chosenFiles, converter, dropCheckpoint, reportingErrors } from "./convert-checkpoint";
import { selectModel, setWork } from "./models-store";
import { timePhases } from "./time-phases";

/**
 * Stores the converted model that was inspected last, or goes on where that was cut off. Resolves to true once the model is ready,
 * or if it was.
 */
export async function importBundle(summary: BundleSummary): Promise<boolean> {
  const record = await reportingErrors(async (signal) => {
    const onEvent = timePhases<ImportProgress>((progress, timing) =>
      setWork({ kind: "importing", summary, progress, ...timing }),
    );
    await requestPersistence();
    return await converter.call("importBundle", chosenFiles(), { signal, onEvent });
  });
  if (record === undefined) return false;
  selectModel(record.id);
  dropCheckpoint();
  return true;
}
