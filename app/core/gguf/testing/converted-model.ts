import { arraySource } from "../../byte-source";
import { openCheckpoint } from "../../checkpoint/open-checkpoint";
import { cardOf } from "../../checkpoint/testing/shapes";
import { tinyFolder, tinyGgufMetadata } from "../../checkpoint/testing/tiny-model";
import type { Checkpoint } from "../../checkpoint/types";
import type { ModelShape, VariantCard } from "../../models/variant-card";
import { planConversion } from "../../plan/plan-conversion";
import { testPacker } from "../../quantize/testing/test-packer";
import { fillShard } from "../../shards/fill-shard";
import { type TensorCache, tensorCacheJson } from "../../shards/tensor-cache";
import { ggufMetadata } from "../gguf-metadata";
import { ggufTensors } from "../gguf-tensors";
import { type GgufMetadata, writeGgufHead } from "../gguf-writer";
import { type GgufPlan, planGguf } from "../plan-gguf";
import { writeGgufShard } from "../write-gguf";

/** What a conversion leaves in storage. */
export interface ConvertedModel {
  card: VariantCard;
  cache: TensorCache;
  tokenizerJson: string;
  /** Bytes of each shard of the cache. */
  shards: Uint8Array[];
}

/** The tests' own model of this shape, converted. */
export async function convertTiny(shape: ModelShape): Promise<ConvertedModel> {
  return convert(await openCheckpoint(tinyFolder(shape)), cardOf(shape));
}

export async function convert(checkpoint: Checkpoint, card: VariantCard): Promise<ConvertedModel> {
  const plan = planConversion(checkpoint, card);
  const packer = await testPacker();
  const filled = plan.shards.map(({ index }) => fillShard(plan, index, checkpoint, { packer, mode: "plain" }));
  const shards = (await Promise.all(filled)).map(({ bytes }) => bytes);
  return { card, cache: tensorCacheJson(plan), tokenizerJson: checkpoint.tokenizer.json, shards };
}

/** The whole GGUF file of a converted model, and its plan. */
export async function assembleGguf(model: ConvertedModel): Promise<{ plan: GgufPlan; file: Uint8Array<ArrayBuffer> }> {
  const plan = planGguf(model.card, model.cache);
  const file = new Uint8Array(plan.byteLength);
  file.set(plan.head);
  for (const [i, shard] of plan.shards.entries()) {
    await writeGgufShard(shard, inPieces(model.shards[i] ?? new Uint8Array(0)), file);
  }
  return { plan, file };
}

/** Bytes as storage gives them: in pieces of at most so many bytes. */
export async function* inPieces(
  bytes: Uint8Array,
  pieceBytes = 2 ** 20,
): AsyncGenerator<Uint8Array<ArrayBuffer>, undefined> {
  for (let start = 0; start < bytes.byteLength; start += pieceBytes) {
    yield await Promise.resolve(bytes.slice(start, start + pieceBytes));
  }
}

/** Opens an assembled file as a checkpoint. Its placeholders are no tokenizer, so it gets the tests' own. */
export async function openAssembled(model: ConvertedModel): Promise<Checkpoint> {
  const { plan, file } = await assembleGguf(model);
  const { shape } = model.card;
  const isVocabulary = ([key]: GgufMetadata[number]): boolean => key.startsWith("tokenizer.");
  const metadata = [
    ...ggufMetadata(model.card).filter((entry) => !isVocabulary(entry)),
    ...tinyGgufMetadata(shape).filter(isVocabulary),
  ];
  const head = writeGgufHead(metadata, ggufTensors(shape));
  const weights = file.subarray(plan.head.byteLength);
  const bytes = new Uint8Array(head.byteLength + weights.byteLength);
  bytes.set(head);
  bytes.set(weights, head.byteLength);
  return await openCheckpoint([{ name: "assembled.gguf", bytes: arraySource(bytes) }]);
}
