import { Button } from "../../../ui/button";
import { Notice } from "../../../ui/notice";
import { cancelWork, convertCheckpoint, dropCheckpoint } from "../convert-checkpoint";
import type { ConversionProgress } from "../../../core/conversion/run-conversion";
import { storedOf, useModels, type Work } from "../models-store";
import { BundleChoice } from "./bundle-choice";
import { ConversionChoice } from "./conversion-choice";
import { WorkProgress } from "./work-progress";

/** Called with the id of a model that is ready to be asked, or undefined where storing it was stopped or failed. */
export type StoredHandler = (modelId: string | undefined) => void;

interface CheckpointWorkProps {
  work: Exclude<Work, { kind: "idle" }>;
  onStored: StoredHandler;
}

/** What is being done with the checkpoint that was brought, with the way to stop it. */
export function CheckpointWork({ work, onStored }: CheckpointWorkProps) {
  switch (work.kind) {
    case "downloading":
      return <WorkProgress label="Fetching the demo weights from this site" amount={work} onCancel={cancelWork} />;
    case "inspecting":
      return <WorkProgress label="Reading the checkpoint’s headers" onCancel={cancelWork} />;
    case "inspected":
      return <ConversionChoice candidate={work.candidate} onStored={onStored} />;
    case "converting":
      return <Converting work={work} />;
    case "bundle":
      return <BundleChoice summary={work.summary} onStored={onStored} />;
    case "importing":
      return <Importing work={work} />;
    case "failed":
      return <Failed work={work} onStored={onStored} />;
  }
}

/** Why it failed, and the way to go on where a conversion can: it may be tried again, or some of it is stored. */
function Failed({
  work: { error, candidate },
  onStored,
}: {
  work: Work & { kind: "failed" };
  onStored: StoredHandler;
}) {
  const state = useModels();
  const goesOn = candidate !== undefined && (error.retryable || storedOf(state, candidate).conversion !== undefined);
  return (
    <Notice
      tone="error"
      title="This did not work"
      actions={
        <>
          {goesOn && (
            <Button look="primary" onPress={() => void convertCheckpoint(candidate).then(onStored)}>
              Go on
            </Button>
          )}
          <Button onPress={dropCheckpoint}>Close</Button>
        </>
      }
    >
      {error.message}
    </Notice>
  );
}

function Converting({
  work: { candidate, progress, bytesBefore, elapsedMs },
}: {
  work: Work & { kind: "converting" };
}) {
  const { label, sourceBytes } = candidate.summary;
  const { phase, bytesDone, bytesTotal, shardsDone, shardsTotal } = progress ?? {
    phase: "converting",
    bytesDone: 0,
    bytesTotal: sourceBytes,
    shardsDone: 0,
    shardsTotal: 0,
  };
  return (
    <WorkProgress
      label={phaseLabels[phase](label)}
      amount={{ bytesDone, bytesTotal, bytesBefore, elapsedMs }}
      facts={shardsTotal > 0 ? [`${shardsDone} of ${shardsTotal} parts stored`] : []}
      onCancel={cancelWork}
    />
  );
}

const phaseLabels: Record<ConversionProgress["phase"], (label: string) => string> = {
  verifying: () => "Looking at what is stored already",
  converting: (label) => `Converting ${label}`,
  checking: (label) => `Checking the stored model against ${label}`,
};

function Importing({ work: { summary, progress, bytesBefore, elapsedMs } }: { work: Work & { kind: "importing" } }) {
  const { phase, bytesDone, bytesTotal } = progress ?? {
    phase: "importing",
    bytesDone: 0,
    bytesTotal: summary.sizeBytes,
  };
  return (
    <WorkProgress
      label={phase === "verifying" ? "Looking at what is stored already" : `Storing ${summary.label}`}
      amount={{ bytesDone, bytesTotal, bytesBefore, elapsedMs }}
      onCancel={cancelWork}
    />
  );
}
