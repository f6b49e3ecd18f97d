import { Dexie, type EntityTable } from "dexie";
import type { ModelRecord, ShardRecord } from "../core/models/model-record";

/**
 * The journal of a model that is being stored. It is removed when the model is committed, so one that is left was interrupted,
 * and what it lists need not be made again.
 */
export interface ConversionRecord {
  /** The id that the model will have. */
  id: string;
  /** What the user chose: the file's or folder's name. */
  label: string;
  variantId: string;
  /** sha-256 of all that decides the shards' bytes but the weights: shards of another plan are of no use. */
  plan: string;
  /** Shards that are stored, in order. */
  shards: ShardRecord[];
  /** Bytes of all shards, once they are there. */
  outputBytes: number;
  /** Milliseconds since 1970. */
  startedAt: number;
}

interface Tables {
  models: EntityTable<ModelRecord, "id">;
  conversions: EntityTable<ConversionRecord, "id">;
}

/** Our own database: what web-llm knows nothing of. Weights are in {@link "./shard-files"}. */
export const database = new Dexie("asclepius") as Dexie & Tables;

database.version(1).stores({ models: "&id, convertedAt", conversions: "&id" });
// Version 1 knew one way of quantizing, and kept no journal of what was begun.
database.version(2).upgrade(async (transaction) => {
  await transaction
    .table<ModelRecord>("models")
    .toCollection()
    .modify({ quantization: { mode: "plain" } });
  await transaction
    .table<ConversionRecord>("conversions")
    .toCollection()
    .modify((record) => {
      Object.assign(record, { label: record.id, variantId: "", plan: "", shards: [], outputBytes: 0 });
    });
});
