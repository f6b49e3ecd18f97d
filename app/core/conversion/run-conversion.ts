import { checkKnownAnswer } from "../check/known-answer";
import type { ModelFiles } from "../bundle/model-files";
import { withStorableNames } from "../bundle/storable-names";
import {
  type MatrixFidelity,
  modelIdOf,
  type ModelRecord,
  type Quantization,
  type ShardRecord,
  sizeOf,
} from "../models/model-record";
import type { VariantCard } from "../models/variant-card";
import type { ConversionPlan, PlannedShard } from "../plan/conversion-plan";
import { planConversion } from "../plan/plan-conversion";
import type { QuantizationMode } from "../quantize/quantization-mode";
import type { AsyncRowPacker } from "../quantize/row-packer";
import { sha256 } from "../sha256";
import { chatConfigJson } from "../shards/chat-config";
import { fillShard } from "../shards/fill-shard";
import { tensorCacheJson } from "../shards/tensor-cache";
import type { OpenedSource } from "./open-source";
import { shardMemory } from "./shard-memory";

/** A conversion that is decided, and not begun. */
export interface Conversion {
  modelId: string;
  source: OpenedSource;
  card: VariantCard;
  quantization: Quantization;
  plan: ConversionPlan;
  /** sha-256 of the plan and the app's version: two of the same give the same shards for the same checkpoint. */
  planPrint: string;
}

/** Where a converted model goes: the browser's storage, or a folder. */
export interface ModelSink {
  /** Shards that are there, in order: those of an earlier attempt, and each that is added. */
  readonly shards: readonly ShardRecord[];
  /**
   * Stores the next shard, and enters it in the journal once it is on disk. Takes its memory over; gives back as much, which need not
   * be the same.
   */
  addShard(file: string, bytes: Uint8Array<ArrayBuffer>, matrices: MatrixFidelity[]): Promise<Uint8Array<ArrayBuffer>>;
  /** Stores everything but the shards. Returns the bytes that it takes. */
  addFiles(files: ModelFiles): Promise<number>;
  /** Bytes of a stored shard. */
  read(file: string, byteOffset: number, byteLength: number): Promise<Uint8Array<ArrayBuffer>>;
}

export interface ConversionProgress {
  /** What stored shards are read again for: they were stored before, or the whole model is held against its source. */
  phase: "verifying" | "converting" | "checking";
  /** Bytes read so far in this phase: of stored shards while verifying, else of the checkpoint. */
  bytesDone: number;
  bytesTotal: number;
  /** Shards that are stored, and will be in all. */
  shardsDone: number;
  shardsTotal: number;
}

interface RunOptions {
  packer: AsyncRowPacker;
  signal: AbortSignal;
  onProgress: (progress: ConversionProgress) => void;
}

interface PlanOptions {
  card: VariantCard;
  mode: QuantizationMode;
  /** Where shards end, in place of the format's usual size. */
  shardBytes?: number | undefined;
  appVersion: string;
}

/** Decides all of a conversion. Reads no weights. Throws CheckpointError; see {@link planConversion}. */
export async function prepareConversion(
  source: OpenedSource,
  { card, mode, shardBytes, appVersion }: PlanOptions,
): Promise<Conversion> {
  const { checkpoint, fingerprint, importance } = source;
  const plan = planConversion(checkpoint, card, shardBytes === undefined ? {} : { shardBytes });
  return {
    modelId: modelIdOf(card.id, fingerprint, mode),
    source,
    card,
    quantization: mode === "best" && importance !== undefined ? { mode, importanceFile: importance.file } : { mode },
    plan,
    planPrint: await sha256(new TextEncoder().encode(JSON.stringify([appVersion, plan]))),
  };
}

/**
 * Makes every shard that the sink lacks, stores all files, and holds what is stored against the source. Returns the record of the
 * model, but for what only the caller knows. Throws AppError, or the signal's reason; the sink keeps what it has.
 */
export async function runConversion(
  conversion: Conversion,
  sink: ModelSink,
  options: RunOptions,
): Promise<Omit<ModelRecord, "convertedAt" | "durationMs" | "appVersion">> {
  const { modelId, source, card, quantization, plan } = conversion;
  const { checkpoint, fingerprint } = source;
  await addShards(conversion, sink, options);
  const filesBytes = await sink.addFiles({
    tokenizerJson: checkpoint.tokenizer.json,
    chatConfig: chatConfigJson(card, { contextTokens: card.defaultContextTokens }),
    tensorCache: tensorCacheJson(plan),
  });
  const { packer, signal, onProgress } = options;
  const weights = importanceOf(conversion);
  const knownAnswer = await checkKnownAnswer({
    checkpoint,
    plan,
    card,
    packer,
    ...weights,
    readStored: (file, byteOffset, byteLength) => sink.read(file, byteOffset, byteLength),
    signal,
    onProgress: (bytesDone) =>
      onProgress({
        phase: "checking",
        bytesDone,
        bytesTotal: plan.sourceBytes,
        shardsDone: plan.shards.length,
        shardsTotal: plan.shards.length,
      }),
  });
  signal.throwIfAborted();
  return withStorableNames({
    id: modelId,
    label: checkpoint.label,
    variantId: card.id,
    format: "q4g32" as const,
    quantization,
    shards: [...sink.shards],
    sizeBytes: filesBytes + sizeOf(sink.shards),
    source: {
      container: checkpoint.container,
      files: [...checkpoint.files],
      fingerprint,
    },
    knownAnswer,
  });
}

/**
 * Fills the shards that the sink lacks and stores them in order, one at a time; while one is being stored, the next is being filled.
 * What was read and is not stored never comes to more than what the largest shard is made of: so much is lost to a conversion that
 * is cut off.
 */
async function addShards(
  conversion: Conversion,
  sink: ModelSink,
  { packer, signal, onProgress }: RunOptions,
): Promise<void> {
  const { source, quantization, plan } = conversion;
  const weights = importanceOf(conversion);
  const shardsTotal = plan.shards.length;
  const firstIndex = sink.shards.length;
  const missing = plan.shards.slice(firstIndex);
  const memory = shardMemory(missing.map(({ byteLength }) => byteLength));
  const mostSourceBytes = Math.max(...plan.shards.map(({ sourceBytes }) => sourceBytes));
  let bytesBefore = sourceBytesOf(plan.shards.slice(0, firstIndex));
  let storing = beginStoring(Promise.resolve(), 0);
  try {
    for (const [index, { file, byteLength, sourceBytes }] of missing.entries()) {
      if (!memory.isFree(byteLength)) await storing.stored;
      const bytes = memory.take(byteLength);
      const { matrices } = await fillShard(plan, firstIndex + index, source.checkpoint, {
        packer,
        mode: quantization.mode,
        ...weights,
        bytes,
        signal,
        beforeReading: async (bytesBegun) => {
          if (storing.sourceBytes + bytesBegun > mostSourceBytes) await storing.stored;
        },
        onProgress: ({ sourceBytesRead }) =>
          onProgress({
            phase: "converting",
            bytesDone: bytesBefore + sourceBytesRead,
            bytesTotal: plan.sourceBytes,
            shardsDone: sink.shards.length,
            shardsTotal,
          }),
      });
      await storing.stored;
      signal.throwIfAborted();
      storing = beginStoring(sink.addShard(file, bytes, matrices).then(memory.give), sourceBytes);
      bytesBefore += sourceBytes;
    }
    await storing.stored;
  } finally {
    // Whoever hears of a failure may go on with what the sink has.
    await storing.stored.catch(() => undefined);
  }
  signal.throwIfAborted();
}

/** A shard on its way into the sink. */
interface Storing {
  stored: Promise<void>;
  /** What it was made of; 0 once it is stored. */
  sourceBytes: number;
}

function beginStoring(stored: Promise<void>, sourceBytes: number): Storing {
  const storing = { stored, sourceBytes };
  const done = () => {
    storing.sourceBytes = 0;
  };
  // A failure reaches whoever waits for `stored`.
  stored.then(done, () => undefined);
  return storing;
}

function sourceBytesOf(shards: readonly PlannedShard[]): number {
  return shards.reduce((sum, { sourceBytes }) => sum + sourceBytes, 0);
}

/** How much errors weigh, where that was given and counts. */
function importanceOf({ source: { importance }, quantization }: Conversion): {
  importance?: ReadonlyMap<string, Float32Array>;
} {
  return quantization.importanceFile === undefined || importance === undefined ? {} : { importance: importance.values };
}
