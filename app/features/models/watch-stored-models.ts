import { toErrorData } from "../../core/errors";
import { watchConversions, watchModels } from "../../storage/model-repository";
import type { ModelRecord } from "../../core/models/model-record";
import { selectModel, useModels } from "./models-store";

/** Keeps the store in step with what is stored. Returns the way to stop. */
export function watchStoredModels(): () => void {
  const onError = (error: unknown) => useModels.setState({ stored: { kind: "failed", error: toErrorData(error) } });
  const stopModels = watchModels(showStored, onError);
  const stopConversions = watchConversions((unfinished) => useModels.setState({ unfinished }), onError);
  return () => {
    stopModels();
    stopConversions();
  };
}

/** Where the model that was chosen is not there, the newest is taken, and stays when a newer one comes. */
function showStored(models: ModelRecord[]): void {
  const { selectedId } = useModels.getState();
  const [newest] = models;
  if (newest !== undefined && !models.some(({ id }) => id === selectedId)) selectModel(newest.id);
  useModels.setState({ stored: { kind: "loaded", models } });
}
