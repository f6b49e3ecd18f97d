import type { OpenedSource } from "../../core/conversion/open-source";
import {
  type Conversion,
  type ConversionProgress,
  type ModelSink,
  prepareConversion,
  runConversion,
} from "../../core/conversion/run-conversion";
import { CheckpointError, ConversionError } from "../../core/errors";
import { type ModelRecord, sizeOf } from "../../core/models/model-record";
import type { VariantCard } from "../../core/models/variant-card";
import type { QuantizationMode } from "../../core/quantize/quantization-mode";
import type { AsyncRowPacker } from "../../core/quantize/row-packer";
import { collectGarbage } from "../../storage/collect-garbage";
import { commitModel } from "../../storage/model-repository";
import { assertSpace } from "../../storage/quota";
import { openShardJournal } from "../../storage/shard-journal";
import { storeModelFiles } from "../../storage/store-model-files";
import { storedShard } from "../../storage/stored-model";
import { modelUrl } from "../../storage/webllm-store";
import { startPackWorkers } from "../pack/client";
import type { CallContext } from "../rpc/serve";
import { startStoreWorker, type StoreWorker } from "../store/client";
import { storeOnce } from "./store-once";
import { type StreamedSource, streamedSource } from "./streamed-source";

interface ConvertOptions {
  card: VariantCard;
  mode: QuantizationMode;
  /** Where shards end, in place of the format's usual size. */
  shardBytes?: number | undefined;
}

type Context = Pick<CallContext<ConversionProgress>, "signal" | "emit">;

/**
 * Converts a checkpoint, stores it and checks what was stored. A model that is ready already comes back as it is. Shards that
 * an earlier attempt stored are kept, and so are those of this one when it is aborted or fails, unless the fault is the
 * checkpoint's or what was stored is wrong. Throws AppError, or the signal's reason.
 */
export async function convertModel(
  source: OpenedSource,
  options: ConvertOptions,
  context: Context,
): Promise<ModelRecord> {
  const conversion = await prepareConversion(source, { ...options, appVersion: __APP_VERSION__ });
  const run = async (): Promise<ModelRecord> => {
    const packer = startPackWorkers();
    const storage = startStoreWorker();
    try {
      return await store(conversion, packer, storage, context);
    } finally {
      const stopped = new DOMException("Stopped.", "AbortError");
      packer.end(stopped);
      storage.end(stopped);
    }
  };
  return await storeOnce(
    conversion.modelId,
    run,
    (error) => error instanceof CheckpointError || error instanceof ConversionError,
  );
}

async function store(
  conversion: Conversion,
  packer: AsyncRowPacker,
  { storeShard }: StoreWorker,
  { signal, emit }: Context,
): Promise<ModelRecord> {
  const { modelId, source, card, plan, planPrint } = conversion;
  const startMs = performance.now();
  const journal = await openShardJournal(
    {
      id: modelId,
      label: source.checkpoint.label,
      variantId: card.id,
      plan: planPrint,
      outputBytes: plan.outputBytes,
    },
    {
      storeShard,
      signal,
      onVerified: (shardsDone, bytesDone, bytesTotal) =>
        emit({ phase: "verifying", bytesDone, bytesTotal, shardsDone, shardsTotal: plan.shards.length }),
    },
  );
  await assertSpace(plan.outputBytes - sizeOf(journal.shards));
  const sink: ModelSink = {
    ...journal,
    addFiles: async (files) => {
      // What shards were filled in; the check, which comes next, takes as much.
      await collectGarbage();
      return await storeModelFiles(modelUrl(modelId), files);
    },
    read: shardReader(modelId),
  };
  const record = {
    ...(await runConversion(conversion, sink, { packer, signal, onProgress: emit })),
    convertedAt: Date.now(),
    durationMs: performance.now() - startMs,
    appVersion: __APP_VERSION__,
  };
  await commitModel(record);
  return record;
}

/** Shards that are open at once: where one ends, reads of it and of the next mix. */
const mostOpenShards = 2;

/** Reads stored shards, mostly one after the other. */
function shardReader(modelId: string): ModelSink["read"] {
  const open = new Map<string, Promise<StreamedSource>>();
  return async (file, byteOffset, byteLength) => {
    const shard = open.get(file) ?? storedShard(modelId, file).then(streamedSource);
    open.set(file, shard);
    for (const [oldest, source] of open) {
      if (open.size <= mostOpenShards) break;
      open.delete(oldest);
      source.then((opened) => opened.close()).catch(() => undefined);
    }
    return await (await shard).slice(byteOffset, byteOffset + byteLength);
  };
}
