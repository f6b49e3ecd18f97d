import { Panel } from "../../../ui/panel";
import { convertDemoModel } from "../convert-demo-model";
import { selectedModel, useModels } from "../models-store";
import { BringCheckpoint } from "./bring-checkpoint";
import { CheckpointWork } from "./checkpoint-work";
import { ModelList } from "./model-list";

/** Models kept on this device, and the way to bring another. `onReady` is called when one is ready to be asked. */
export function ModelsPanel({ onReady }: { onReady: () => void }) {
  const state = useModels();
  const { stored, work } = state;
  return (
    <>
      <Panel title="Bring a model">
        {work.kind === "idle" ? (
          <BringCheckpoint onDemo={() => void convertDemoModel().then((ready) => ready && onReady())} />
        ) : (
          <CheckpointWork work={work} onReady={onReady} />
        )}
      </Panel>
      <Panel title="On this device">
        <ModelList stored={stored} selected={selectedModel(state)} onUse={onReady} />
      </Panel>
    </>
  );
}
