import { StorageError } from "../errors";
import { outputRows, type OutputSpec } from "../plan/llama-outputs";
import type { TensorCache } from "../shards/tensor-cache";

/** Where tensors of a converted model are: index of the shard, and bytes from its start. */
export interface StoredTensors {
  vector(output: OutputSpec): { shardIndex: number; byteOffset: number };
  /** Scales come after their weights. */
  matrix(output: OutputSpec): { shardIndex: number; weightOffset: number; scaleOffset: number };
}

type TensorRecord = TensorCache["records"][number]["records"][number];

interface Place {
  shardIndex: number;
  shardBytes: number;
  record: TensorRecord;
}

/**
 * Looks up the tensors of a tensor cache, as it was read from storage. `label` is what to call the model in messages.
 * Both functions throw StorageError "lost" for a tensor that is not there as it was written.
 */
export function storedTensors(cache: TensorCache, label: string): StoredTensors {
  const places = new Map<string, Place>();
  cache.records.forEach(({ nbytes: shardBytes, records }, shardIndex) => {
    for (const record of records) places.set(record.name, { shardIndex, shardBytes, record });
  });
  const find = (name: string, dtype: TensorRecord["dtype"], shape: readonly number[]) => {
    const place = places.get(name);
    if (place === undefined) throw lost(label, name, "is missing");
    const { shardIndex, shardBytes, record } = place;
    if (record.dtype !== dtype || record.shape.join() !== shape.join()) {
      throw lost(label, name, "does not have the model's shape");
    }
    const byteLength = shape.reduce((product, size) => product * size, 4);
    if (!isWithin(record, byteLength, shardBytes)) throw lost(label, name, "does not lie within its shard");
    return { shardIndex, byteOffset: record.byteOffset };
  };
  return {
    vector: ({ name, columns }) => find(name, "float32", [columns]),
    matrix: (output) => {
      const { name, columns } = output;
      const rows = outputRows(output);
      const weight = find(`${name}.q_weight`, "uint32", [rows, columns / 8]);
      const scale = find(`${name}.q_scale`, "uint32", [rows, columns / 64]);
      if (weight.shardIndex !== scale.shardIndex || scale.byteOffset < weight.byteOffset) {
        throw lost(label, `${name}.q_scale`, "does not follow its weights");
      }
      return { shardIndex: weight.shardIndex, weightOffset: weight.byteOffset, scaleOffset: scale.byteOffset };
    },
  };
}

function isWithin({ byteOffset, nbytes }: TensorRecord, byteLength: number, shardBytes: number): boolean {
  return nbytes === byteLength && byteOffset >= 0 && byteOffset % 4 === 0 && byteOffset + byteLength <= shardBytes;
}

function lost(label: string, tensor: string, problem: string): StorageError {
  return new StorageError(
    "lost",
    `${label}: the stored tensor ${tensor} ${problem}. Delete the model and convert it again.`,
  );
}
