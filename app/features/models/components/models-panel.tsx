import { useEffect } from "react";
import { Panel } from "../../../ui/panel";
import { convertDemoModel } from "../convert-demo-model";
import { candidateId, selectedModel, selectModel, useModels, type Work } from "../models-store";
import { BringCheckpoint } from "./bring-checkpoint";
import { CheckpointWork, type StoredHandler } from "./checkpoint-work";
import { ModelList } from "./model-list";
import { UnfinishedList } from "./unfinished-list";

/** Whether the panel is on the page: perhaps again, since a model began to be stored. */
let isShown = false;

/** Models kept on this device, and the way to bring another. `onReady` is called when one is ready to be asked. */
export function ModelsPanel({ onReady }: { onReady: () => void }) {
  const state = useModels();
  const { stored, unfinished, work } = state;
  const underWay = idUnderWay(work);
  useEffect(() => {
    isShown = true;
    return () => {
      isShown = false;
    };
  }, []);
  /** Who went elsewhere while a model was stored goes on with the one they have. */
  const onStored: StoredHandler = (modelId) => {
    if (modelId === undefined || !isShown) return;
    selectModel(modelId);
    onReady();
  };
  const cutOff = unfinished.filter(({ id }) => id !== underWay);
  return (
    <>
      <Panel title="Bring a model">
        {work.kind === "idle" ? (
          <BringCheckpoint onDemo={() => void convertDemoModel().then(onStored)} />
        ) : (
          <CheckpointWork work={work} onStored={onStored} />
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
