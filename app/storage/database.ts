import { Dexie, type EntityTable } from "dexie";
import type { ModelRecord } from "../core/models/model-record";

/** A conversion that was begun. It is removed when the model is committed, so one that is left was interrupted. */
interface ConversionRecord {
  /** The id that the model will have. */
  id: string;
  startedAt: number;
}

interface Tables {
  models: EntityTable<ModelRecord, "id">;
  conversions: EntityTable<ConversionRecord, "id">;
}

/** Our own database: what web-llm knows nothing of. Weights are in {@link "./webllm-store"}. */
export const database = new Dexie("asclepius") as Dexie & Tables;

database.version(1).stores({ models: "&id, convertedAt", conversions: "&id" });
