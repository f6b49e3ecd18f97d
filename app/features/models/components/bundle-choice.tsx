import { variantName } from "../../../core/models/variants";
import type { BundleSummary } from "../../../workers/convert/protocol";
import { Button } from "../../../ui/button";
import { formatBytes } from "../../../ui/format";
import { dropCheckpoint } from "../convert-checkpoint";
import { importBundle } from "../import-bundle";
import { useModels } from "../models-store";
import { AlreadyStored } from "./already-stored";
import type { StoredHandler } from "./checkpoint-work";
import styles from "./checkpoint-work.module.css";

/** What converted model was brought, and the way to store it or, where it is stored, to ask it. */
export function BundleChoice({ summary, onStored }: { summary: BundleSummary; onStored: StoredHandler }) {
  const isStored = useModels(
    ({ stored }) => stored.kind === "loaded" && stored.models.some(({ id }) => id === summary.modelId),
  );
  if (isStored) {
    const origin = `${summary.label} was stored before, from the same checkpoint.`;
    return <AlreadyStored modelId={summary.modelId} origin={origin} onAsk={onStored} />;
  }
  return (
    <div className={styles.work}>
      <p>
        <strong className={styles.name}>{summary.label}</strong> is a converted model, {variantName(summary.variantId)}:{" "}
        {formatBytes(summary.sizeBytes)}, each file of which is verified as it is stored.
      </p>
      <div className={styles.actions}>
        <Button look="primary" onPress={() => void importBundle(summary).then(onStored)}>
          Store on this device
        </Button>
        <Button onPress={dropCheckpoint}>Not this one</Button>
      </div>
    </div>
  );
}
