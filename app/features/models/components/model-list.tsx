import type { ModelRecord } from "../../../core/models/model-record";
import { findVariant } from "../../../core/models/variants";
import { Button } from "../../../ui/button";
import { ConfirmButton } from "../../../ui/confirm-button";
import { formatBytes } from "../../../ui/format";
import { Notice } from "../../../ui/notice";
import { deleteStoredModel } from "../delete-stored-model";
import { selectModel, type StoredModels } from "../models-store";
import { ExportButton } from "./export-button";
import { ExportWork } from "./export-work";
import { ModelDetails } from "./model-details";
import styles from "./model-list.module.css";

export interface ModelListProps {
  stored: StoredModels;
  selected: ModelRecord | undefined;
  /** The user wants to ask the model that is now selected. */
  onUse: () => void;
}

/** The models kept on this device. */
export function ModelList({ stored, selected, onUse }: ModelListProps) {
  if (stored.kind === "loading") return <p>Looking at what is stored…</p>;
  if (stored.kind === "failed") {
    return (
      <Notice tone="error" title="The stored models cannot be read">
        {stored.error.message}
      </Notice>
    );
  }
  if (stored.models.length === 0) {
    return <p className={styles.empty}>None yet. A model that you convert stays here until you delete it.</p>;
  }
  return (
    <ul className={styles.list} aria-label="Models on this device">
      {stored.models.map((model) => (
        <Model key={model.id} model={model} isSelected={model.id === selected?.id} onUse={onUse} />
      ))}
    </ul>
  );
}

function Model({ model, isSelected, onUse }: { model: ModelRecord; isSelected: boolean; onUse: () => void }) {
  const card = findVariant(model.variantId);
  const use = () => {
    selectModel(model.id);
    onUse();
  };
  return (
    <li className={styles.model}>
      <div className={styles.text}>
        <h3>
          {card?.name ?? model.variantId}
          {isSelected && <span className={styles.tag}>in use</span>}
        </h3>
        <p className={styles.facts}>
          {model.label} · {formatBytes(model.sizeBytes)} ·{" "}
          {new Date(model.convertedAt).toLocaleDateString(undefined, { dateStyle: "medium" })}
          {card?.clinical === true ? "" : " · not a clinical model"}
        </p>
      </div>
      <div className={styles.actions}>
        <Button look={isSelected ? "primary" : "secondary"} onPress={use} isDisabled={card === undefined}>
          Ask it
        </Button>
        <ExportButton model={model} name={card?.name ?? model.variantId} />
        <ConfirmButton
          label="Delete…"
          accessibleLabel={`Delete ${card?.name ?? model.variantId}`}
          title="Delete this model from this device?"
          body={`Deleting ${model.label} frees ${formatBytes(model.sizeBytes)}. Your checkpoint files stay as they are; to use the model again, it must be converted again.`}
          confirmLabel="Delete it"
          onConfirm={() => void deleteStoredModel(model.id)}
        />
      </div>
      <ExportWork modelId={model.id} />
      <ModelDetails model={model} />
    </li>
  );
}
