import { findVariant } from "../../../core/models/variants";
import type { BundleSummary } from "../../../workers/convert/protocol";
import { Button } from "../../../ui/button";
import { formatBytes } from "../../../ui/format";
import { Notice } from "../../../ui/notice";
import { dropCheckpoint } from "../convert-checkpoint";
import { importBundle } from "../import-bundle";
import { selectModel, useModels } from "../models-store";
import styles from "./checkpoint-work.module.css";

/** What converted model was brought, and the way to store it or, where it is stored, to ask it. */
export function BundleChoice({ summary, onReady }: { summary: BundleSummary; onReady: () => void }) {
  const isStored = useModels(
    ({ stored }) => stored.kind === "loaded" && stored.models.some(({ id }) => id === summary.modelId),
  );
  if (isStored) {
    const ask = () => {
      selectModel(summary.modelId);
      dropCheckpoint();
      onReady();
    };
    return (
      <Notice
        tone="info"
        title="This model is already on this device"
        actions={
          <>
            <Button look="primary" onPress={ask}>
              Ask it
            </Button>
            <Button onPress={dropCheckpoint}>Close</Button>
          </>
        }
      >
        {summary.label} was stored before, from the same checkpoint.
      </Notice>
    );
  }
  return (
    <div className={styles.work}>
      <p>
        <strong className={styles.name}>{summary.label}</strong> is a converted model,{" "}
        {findVariant(summary.variantId)?.name ?? summary.variantId}: {formatBytes(summary.sizeBytes)}, each file of
        which is verified as it is stored.
      </p>
      <div className={styles.actions}>
        <Button look="primary" onPress={() => void importBundle(summary).then((ready) => ready && onReady())}>
          Store on this device
        </Button>
        <Button onPress={dropCheckpoint}>Not this one</Button>
      </div>
    </div>
  );
}
