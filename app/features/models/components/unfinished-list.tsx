import { sizeOf } from "../../../core/models/model-record";
import { variantName } from "../../../core/models/variants";
import type { ConversionRecord } from "../../../storage/database";
import { ConfirmButton } from "../../../ui/confirm-button";
import { formatBytes } from "../../../ui/format";
import { deleteStoredModel } from "../delete-stored-model";
import styles from "./model-list.module.css";

/** Conversions that were cut off, which go on once the same checkpoint is brought again. */
export function UnfinishedList({ conversions }: { conversions: ConversionRecord[] }) {
  return (
    <ul className={styles.list} aria-label="Unfinished conversions">
      {conversions.map((conversion) => (
        <Unfinished key={conversion.id} conversion={conversion} />
      ))}
    </ul>
  );
}

function Unfinished({ conversion: { id, label, variantId, shards, outputBytes } }: { conversion: ConversionRecord }) {
  const name = variantName(variantId);
  const storedBytes = sizeOf(shards);
  return (
    <li className={styles.model}>
      <div className={styles.text}>
        <h3>{name}</h3>
        <p className={styles.facts}>
          {label} · {formatBytes(storedBytes)} of {formatBytes(outputBytes)} stored · bring the same files again, and
          the conversion goes on from there
        </p>
      </div>
      <div className={styles.actions}>
        <ConfirmButton
          label="Discard…"
          accessibleLabel={`Discard the unfinished conversion of ${label}`}
          title="Discard this unfinished conversion?"
          body={`Discarding what was converted of ${label} frees ${formatBytes(storedBytes)}. Your checkpoint files stay as they are.`}
          confirmLabel="Discard it"
          onConfirm={() => void deleteStoredModel(id)}
        />
      </div>
    </li>
  );
}
