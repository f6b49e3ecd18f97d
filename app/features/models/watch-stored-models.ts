import { toErrorData } from "../../core/errors";
import { watchConversions, watchModels } from "../../storage/model-repository";
import { useModels } from "./models-store";

/** Keeps the store in step with what is stored. Returns the way to stop. */
export function watchStoredModels(): () => void {
  const onError = (error: unknown) => useModels.setState({ stored: { kind: "failed", error: toErrorData(error) } });
  const stopModels = watchModels((models) => useModels.setState({ stored: { kind: "loaded", models } }), onError);
  const stopConversions = watchConversions((unfinished) => useModels.setState({ unfinished }), onError);
  return () => {
    stopModels();
    stopConversions();
  };
}
