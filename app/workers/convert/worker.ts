import { blobSource, type NamedFile } from "../../core/byte-source";
import { openCheckpoint } from "../../core/checkpoint/open-checkpoint";
import type { Checkpoint } from "../../core/checkpoint/types";
import type { ModelRecord, ShardRecord } from "../../core/models/model-record";
import type { VariantCard } from "../../core/models/variant-card";
import { variants } from "../../core/models/variants";
import { matchVariant } from "../../core/plan/match-variant";
import type { ConversionPlan } from "../../core/plan/conversion-plan";
import { planConversion } from "../../core/plan/plan-conversion";
import { chatConfigJson } from "../../core/shards/chat-config";
import { fillShard } from "../../core/shards/fill-shard";
import { tensorCacheJson } from "../../core/shards/tensor-cache";
import { createTokenizer } from "../../core/tokenizer/literal-tokenizer";
import { withModelLock } from "../../storage/locks";
import { beginConversion, commitModel, deleteModel, findModel, modelUrl } from "../../storage/model-repository";
import { assertSpace } from "../../storage/quota";
import { storeModelFiles } from "../../storage/store-model-files";
import { fileUrl, putRecord } from "../../storage/webllm-store";
import { serve, type CallContext } from "../rpc/serve";
import { fingerprint, sha256 } from "./fingerprint";
import type { CheckpointSummary, ChosenCheckpoint, ConvertProgress, ConvertProtocol } from "./protocol";

interface Opened {
  checkpoint: Checkpoint;
  card: VariantCard;
  plan: ConversionPlan;
  fingerprint: string;
  modelId: string;
}

serve<ConvertProtocol>({
  inspect: async (chosen, { signal }) => summarize(await open(chosen, signal)),
  convert: async (chosen, context) => {
    const opened = await open(chosen, context.signal);
    return await withModelLock(opened.modelId, () => convert(opened, context));
  },
});

/** Reads and checks everything but the weights, so that what cannot work is refused before anything is stored. */
async function open({ files, folder }: ChosenCheckpoint, signal: AbortSignal): Promise<Opened> {
  const named: NamedFile[] = files.map((file) => ({ name: file.name, bytes: blobSource(file) }));
  const checkpoint = await openCheckpoint(named, { signal, ...(folder === undefined ? {} : { label: folder }) });
  const card = matchVariant(checkpoint.shape, variants, checkpoint.label);
  const plan = planConversion(checkpoint, card);
  createTokenizer(checkpoint.tokenizer.json, checkpoint.tokenizer.file);
  const used = new Set(checkpoint.files.map((file) => file.name));
  const print = await fingerprint(named.filter((file) => used.has(file.name)));
  return { checkpoint, card, plan, fingerprint: print, modelId: `${card.id}-${print.slice(0, 12)}` };
}

function summarize({ checkpoint, card, plan, modelId }: Opened): CheckpointSummary {
  return {
    modelId,
    label: checkpoint.label,
    container: checkpoint.container,
    variantId: card.id,
    sourceBytes: plan.sourceBytes,
    outputBytes: plan.outputBytes,
    tensors: checkpoint.tensors.size,
  };
}

async function convert(opened: Opened, { signal, emit }: CallContext<ConvertProgress>): Promise<ModelRecord> {
  const { modelId } = opened;
  const existing = await findModel(modelId);
  if (existing !== undefined) return existing;
  await assertSpace(opened.plan.outputBytes);
  await deleteModel(modelId);
  await beginConversion(modelId);
  try {
    const startMs = performance.now();
    const shards = await storeShards(opened, signal, emit);
    const filesBytes = await storeFiles(opened);
    signal.throwIfAborted();
    const record = commitRecord(opened, shards, filesBytes, performance.now() - startMs);
    await commitModel(record);
    return record;
  } catch (error) {
    // What cannot be deleted now is cleared when the page opens next; the user must hear of the first failure.
    await deleteModel(modelId).catch(() => undefined);
    throw error;
  }
}

async function storeShards(
  { checkpoint, plan, modelId }: Opened,
  signal: AbortSignal,
  emit: (progress: ConvertProgress) => void,
): Promise<ShardRecord[]> {
  const stored: ShardRecord[] = [];
  const tensorsRead = new Set<string>();
  let bytesBefore = 0;
  for (const [index, shard] of plan.shards.entries()) {
    const bytes = await fillShard(plan, index, checkpoint, {
      signal,
      onProgress: ({ sourceBytesRead, tensor }) => {
        tensorsRead.add(tensor);
        emit({
          bytesDone: bytesBefore + sourceBytesRead,
          bytesTotal: plan.sourceBytes,
          tensorsDone: tensorsRead.size,
          tensorsTotal: checkpoint.tensors.size,
        });
      },
    });
    bytesBefore += shard.sourceBytes;
    stored.push({ file: shard.file, sizeBytes: bytes.byteLength, sha256: await sha256(bytes) });
    await putRecord("webllm/model", fileUrl(modelUrl(modelId), shard.file), new Blob([bytes]));
    signal.throwIfAborted();
  }
  return stored;
}

/** Stores everything but the shards. Returns the bytes it took. */
async function storeFiles({ checkpoint, card, plan, modelId }: Opened): Promise<number> {
  return await storeModelFiles(modelUrl(modelId), {
    tokenizerJson: checkpoint.tokenizer.json,
    chatConfig: chatConfigJson(card, { contextTokens: card.defaultContextTokens }),
    tensorCache: tensorCacheJson(plan),
  });
}

function commitRecord(opened: Opened, shards: ShardRecord[], filesBytes: number, durationMs: number): ModelRecord {
  const { checkpoint, card, modelId } = opened;
  return {
    id: modelId,
    label: checkpoint.label,
    variantId: card.id,
    format: "q4g32",
    shards,
    sizeBytes: filesBytes + shards.reduce((sum, shard) => sum + shard.sizeBytes, 0),
    source: {
      container: checkpoint.container,
      files: checkpoint.files.map((file) => ({ ...file })),
      fingerprint: opened.fingerprint,
    },
    convertedAt: Date.now(),
    durationMs,
    appVersion: __APP_VERSION__,
  };
}
