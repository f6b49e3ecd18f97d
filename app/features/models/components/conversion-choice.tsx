import { sizeOf } from "../../../core/models/model-record";
import { variantName } from "../../../core/models/variants";
import type { QuantizationMode } from "../../../core/quantize/quantization-mode";
import { Button } from "../../../ui/button";
import { formatBytes, formatCount } from "../../../ui/format";
import { RadioList, type RadioListProps } from "../../../ui/radio-list";
import { convertCheckpoint, dropCheckpoint } from "../convert-checkpoint";
import { type Candidate, setWork, storedOf, useModels } from "../models-store";
import { AlreadyStored } from "./already-stored";
import type { StoredHandler } from "./checkpoint-work";
import styles from "./checkpoint-work.module.css";

const modes: RadioListProps<QuantizationMode>["options"] = [
  {
    value: "best",
    name: "Best",
    description: "For each group of 32 weights, the scale that loses least is searched for. Takes longer.",
  },
  { value: "plain", name: "Plain", description: "The rule of ggml’s Q4_0, byte for byte. Fastest." },
];

/** What the checkpoint is, and how it is to be converted. */
export function ConversionChoice({ candidate, onStored }: { candidate: Candidate; onStored: StoredHandler }) {
  const { summary, variantId, mode } = candidate;
  const change = (changed: Partial<Candidate>) =>
    setWork({ kind: "inspected", candidate: { ...candidate, ...changed } });
  return (
    <div className={styles.work}>
      <p>
        <strong className={styles.name}>{summary.label}</strong> was recognised as {variantName(summary.variantId)}:{" "}
        {formatCount(summary.tensors)} tensors, {formatBytes(summary.sourceBytes)} to read,{" "}
        {formatBytes(summary.outputBytes)} once converted to 4 bits.
        {summary.importanceFile !== undefined &&
          ` ${summary.importanceFile} says how much each column matters, which “Best” takes into account.`}
      </p>
      {summary.variantIds.length > 1 && (
        <RadioList
          label="Convert it as"
          options={summary.variantIds.map((id) => ({
            value: id,
            name: variantName(id),
            description: id === summary.variantId ? "What its settings say." : "Tensors of the same shapes.",
          }))}
          value={variantId}
          onChange={(id) => change({ variantId: id })}
        />
      )}
      <RadioList
        label="How to round to 4 bits"
        options={modes}
        value={mode}
        onChange={(value) => change({ mode: value })}
      />
      <Start candidate={candidate} onStored={onStored} />
    </div>
  );
}

/** Begins, goes on, or asks the model that is there already. */
function Start({ candidate, onStored }: { candidate: Candidate; onStored: StoredHandler }) {
  const { model, conversion } = storedOf(useModels(), candidate);
  if (model !== undefined) {
    const origin = `${candidate.summary.label} was converted before, from the same files.`;
    return <AlreadyStored modelId={model.id} origin={origin} onAsk={onStored} />;
  }
  const storedBytes = sizeOf(conversion?.shards ?? []);
  return (
    <>
      {storedBytes > 0 && (
        <p>
          {formatBytes(storedBytes)} of {formatBytes(candidate.summary.outputBytes)} are stored already: the conversion
          goes on from there.
        </p>
      )}
      <div className={styles.actions}>
        <Button look="primary" onPress={() => void convertCheckpoint(candidate).then(onStored)}>
          {storedBytes > 0 ? "Go on converting" : "Convert on this device"}
        </Button>
        <Button onPress={dropCheckpoint}>Not this one</Button>
      </div>
    </>
  );
}
