import { printable } from "../checkpoint/printable";
import type { Checkpoint, SourceTensor } from "../checkpoint/types";
import { CheckpointError } from "../errors";
import type { VariantCard } from "../models/variant-card";
import type { ConversionPlan, PlannedOutput, PlannedShard, PlannedTensor, SourceRows } from "./conversion-plan";
import { llamaOutputs, outputRows, type OutputSpec } from "./llama-outputs";

/** MLC's own choice. */
export const SHARD_BYTES = 32 * 1024 * 1024;

interface PlanOptions {
  /** A shard closes when the next part would pass this; a part that is larger alone has a shard to itself. */
  shardBytes?: number;
}

/**
 * Plans the conversion of a checkpoint to q4g32 shards for the libraries of `card`, which must match its shape. Reads no
 * weights. Each row of the checkpoint is used exactly once.
 * Throws CheckpointError "missing-tensor", "unexpected-shape", or "unsupported-format" for a tensor that Llama does not have.
 */
export function planConversion(
  checkpoint: Checkpoint,
  card: VariantCard,
  { shardBytes = SHARD_BYTES }: PlanOptions = {},
): ConversionPlan {
  const specs = llamaOutputs(card.shape);
  checkSources(checkpoint, specs);
  const shards: PlannedShard[] = [];
  for (const spec of specs) {
    const byteLength = outputBytes(spec);
    let shard = shards.at(-1);
    if (shard === undefined || shard.byteLength + byteLength > shardBytes) {
      const index = shards.length;
      shard = { index, file: `params_shard_${index}.bin`, byteLength: 0, sourceBytes: 0, outputs: [] };
      shards.push(shard);
    }
    shard.outputs.push(placeOutput(spec, shard));
    shard.byteLength += byteLength;
    shard.sourceBytes += sourceBytes(checkpoint, spec);
  }
  return {
    variantId: card.id,
    shards,
    sourceBytes: sum(shards.map((shard) => shard.sourceBytes)),
    outputBytes: sum(shards.map((shard) => shard.byteLength)),
    tensorCount: sum(specs.map((spec) => (spec.kind === "q4g32" ? 2 : 1))),
    parameterCount: sum(specs.map((spec) => outputRows(spec) * spec.columns)),
  };
}

function placeOutput(spec: OutputSpec, { index: shardIndex, byteLength: byteOffset }: PlannedShard): PlannedOutput {
  const rows = outputRows(spec);
  const sources: SourceRows[] = [];
  let outputRow = 0;
  for (const { tensor, startRow, endRow } of spec.sources) {
    sources.push({ tensor, startRow, endRow, outputRow });
    outputRow += endRow - startRow;
  }
  const { name, columns } = spec;
  if (spec.kind === "float32") {
    const byteLength = columns * 4;
    return {
      kind: "float32",
      tensor: { name, shape: [columns], dtype: "float32", shardIndex, byteOffset, byteLength, sources },
    };
  }
  const words = (suffix: string, perRow: number, at: number): PlannedTensor => ({
    name: `${name}.${suffix}`,
    shape: [rows, perRow],
    dtype: "uint32",
    shardIndex,
    byteOffset: at,
    byteLength: rows * perRow * 4,
    sources,
  });
  const weight = words("q_weight", columns / 8, byteOffset);
  const scale = words("q_scale", columns / 64, byteOffset + weight.byteLength);
  return { kind: "q4g32", columns, weight, scale };
}

/** Bytes of a part: 4 a value of a vector; 4 bits a weight and 16 bits a group of 32 of a matrix. */
function outputBytes(spec: OutputSpec): number {
  const values = outputRows(spec) * spec.columns;
  return spec.kind === "float32" ? values * 4 : (values / 8 + values / 64) * 4;
}

/** Bytes of the checkpoint that are read for a part. */
function sourceBytes({ tensors }: Checkpoint, { sources }: OutputSpec): number {
  return sum(
    sources.map(
      ({ tensor, tensorRows, startRow, endRow }) =>
        ((tensors.get(tensor)?.byteLength ?? 0) / tensorRows) * (endRow - startRow),
    ),
  );
}

function checkSources({ tensors, label }: Checkpoint, specs: readonly OutputSpec[]): void {
  const used = new Set<string>();
  for (const spec of specs) {
    if (spec.kind === "q4g32" && spec.columns % 64 !== 0) {
      throw new CheckpointError("unexpected-shape", {
        file: label,
        place: spec.name,
        problem: `rows of ${spec.columns} values cannot be packed, as ${spec.columns} is no multiple of 64`,
        advice: "Choose one of the supported models.",
      });
    }
    for (const { tensor: name, tensorRows } of spec.sources) {
      used.add(name);
      const tensor = tensors.get(name);
      if (tensor === undefined) throw missing(name, label);
      checkTensorShape(tensor, spec.kind === "float32" ? [spec.columns] : [tensorRows, spec.columns]);
    }
  }
  for (const tensor of tensors.values()) if (!used.has(tensor.name)) throw foreign(tensor);
}

function checkTensorShape(tensor: SourceTensor, expected: readonly number[]): void {
  if (tensor.shape.length === expected.length && tensor.shape.every((size, i) => size === expected[i])) return;
  throw new CheckpointError("unexpected-shape", {
    file: tensor.file,
    place: tensor.name,
    problem: `its shape is [${tensor.shape.join(", ")}], where the model's settings ask for [${expected.join(", ")}]`,
    advice: "Choose weights and settings of the same model.",
  });
}

function missing(name: string, label: string): CheckpointError {
  const advice = "The checkpoint is incomplete: choose all files of the model.";
  return new CheckpointError("missing-tensor", { file: label, place: name, problem: "the tensor is missing", advice });
}

function foreign({ file, name }: SourceTensor): CheckpointError {
  return new CheckpointError("unsupported-format", {
    file,
    place: printable(name),
    problem: "the model's settings have no place for this tensor",
    advice: "Choose one of the supported models, with the settings that belong to it.",
  });
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
