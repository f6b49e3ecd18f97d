import { Panel } from "../../../ui/panel";
import { convertDemoModel } from "../convert-demo-model";
import { candidateId, selectedModel, useModels, type Work } from "../models-store";
import { BringCheckpoint } from "./bring-checkpoint";
import { CheckpointWork } from "./checkpoint-work";
import { ModelList } from "./model-list";
import { UnfinishedList } from "./unfinished-list";

/** Models kept on this device, and the way to bring another. `onReady` is called when one is ready to be asked. */
export function ModelsPanel({ onReady }: { onReady: () => void }) {
  const state = useModels();
  const { stored, unfinished, work } = state;
  const underWay = idUnderWay(work);
  const cutOff = unfinished.filter(({ id }) => id !== underWay);
  return (
    <>
      <Panel title="Bring a model">
        {work.kind === "idle" ? (
          <BringCheckpoint onDemo={() => void convertDemoModel().then((ready) => ready && onReady())} />
        ) : (
          <CheckpointWork work={work} onReady={onReady} />
        )}
      </Panel>
      {cutOff.length > 0 && (
        <Panel title="Unfinished">
          <UnfinishedList conversions={cutOff} />
        </Panel>
      )}
      <Panel title="On this device">
        <ModelList stored={stored} selected={selectedModel(state)} onUse={onReady} />
      </Panel>
    </>
  );
}

/** The id of the model that is being stored. */
function idUnderWay(work: Work): string | undefined {
  if (work.kind === "converting") return candidateId(work.candidate);
  return work.kind === "importing" ? work.summary.modelId : undefined;
}
