import { cardOf } from "../../checkpoint/testing/shapes";
import type { Checkpoint } from "../../checkpoint/types";
import { type ConversionPlan, shardTensors } from "../../plan/conversion-plan";
import { planConversion } from "../../plan/plan-conversion";
import type { QuantizationMode } from "../../quantize/quantization-mode";
import { testPacker } from "../../quantize/testing/test-packer";
import { fillShard } from "../../shards/fill-shard";
import { checkKnownAnswer, type KnownAnswer } from "../known-answer";
import type { ReadStored } from "../stored-reader";

/** A checkpoint and the shards that were made of it. */
export interface CheckedConversion {
  checkpoint: Checkpoint;
  plan: ConversionPlan;
  /** The bytes of a stored tensor, to be changed in place. */
  stored: (name: string) => Uint8Array<ArrayBuffer>;
  readStored: ReadStored;
  check: (options?: Partial<Parameters<typeof checkKnownAnswer>[0]>) => Promise<KnownAnswer>;
}

/** Small shards, so that a model has several. */
const SHARD_BYTES = 48 * 1024;

interface ConvertOptions {
  mode?: QuantizationMode;
  plan?: ConversionPlan;
  importance?: ReadonlyMap<string, Float32Array>;
}

/** Converts a checkpoint by `plan`, or as it should be. */
export async function convertForCheck(
  checkpoint: Checkpoint,
  { mode = "plain", plan: given, importance }: ConvertOptions = {},
): Promise<CheckedConversion> {
  const card = cardOf(checkpoint.shape);
  const packer = await testPacker();
  const plan = given ?? planConversion(checkpoint, card, { shardBytes: SHARD_BYTES });
  const options = { packer, mode, ...(importance === undefined ? {} : { importance }) };
  const shards = new Map<string, Uint8Array<ArrayBuffer>>();
  for (const { index, file } of plan.shards) {
    shards.set(file, (await fillShard(plan, index, checkpoint, options)).bytes);
  }
  const readStored: ReadStored = (file, byteOffset, byteLength) =>
    Promise.resolve((shards.get(file) ?? new Uint8Array(0)).slice(byteOffset, byteOffset + byteLength));
  return {
    checkpoint,
    plan,
    stored: (name) => {
      for (const shard of plan.shards) {
        const tensor = shardTensors(shard).find((candidate) => candidate.name === name);
        const bytes = shards.get(shard.file);
        if (tensor !== undefined && bytes !== undefined) {
          return bytes.subarray(tensor.byteOffset, tensor.byteOffset + tensor.byteLength);
        }
      }
      throw new Error(`no ${name}`);
    },
    readStored,
    check: (options) => checkKnownAnswer({ checkpoint, plan, card, packer, readStored, ...options }),
  };
}
