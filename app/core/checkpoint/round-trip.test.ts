import { beforeAll, describe, expect, it } from "vitest";
import { openSource } from "../conversion/open-source";
import type { ModelShape } from "../models/variant-card";
import { planConversion } from "../plan/plan-conversion";
import type { QuantizationMode } from "../quantize/quantization-mode";
import type { AsyncRowPacker } from "../quantize/row-packer";
import { testPacker } from "../quantize/testing/test-packer";
import { sha256 } from "../sha256";
import { fillShard } from "../shards/fill-shard";
import { type CheckpointForm, everyDtype, everyFormat } from "./testing/round-trip-forms";
import { inArchives } from "./testing/in-archives";
import { cardOf, SMALL_SHAPE } from "./testing/shapes";

/** Rows of 256 and 512 values, which K-quants need. */
const WIDE_SHAPE = { ...SMALL_SHAPE, hiddenSize: 256, intermediateSize: 512, headDim: 64, layers: 1 };

/** The longest takes 4 s on a core of its own. */
const TIMEOUT_MS = 60_000;

const modes = ["plain", "best"] as const;

let packer: AsyncRowPacker;
beforeAll(async () => (packer = await testPacker()));

async function shardHashes({ files }: CheckpointForm, shape: ModelShape, mode: QuantizationMode): Promise<string[]> {
  const card = cardOf(shape);
  const { checkpoint } = await openSource(files, { cards: [card] });
  const plan = planConversion(checkpoint, card, { shardBytes: 1 << 16 });
  const hashes: string[] = [];
  for (const index of plan.shards.keys()) {
    hashes.push(await sha256((await fillShard(plan, index, checkpoint, { packer, mode })).bytes));
  }
  return hashes;
}

async function expectSameShards(forms: readonly CheckpointForm[], shape: ModelShape, mode: QuantizationMode) {
  const found = new Map<string, string[]>();
  for (const form of forms) {
    const hashes = (await shardHashes(form, shape, mode)).join(" ");
    found.set(hashes, [...(found.get(hashes) ?? []), form.name]);
  }
  expect([...found.values()]).toEqual([forms.map(({ name }) => name)]);
}

const formats = everyFormat(SMALL_SHAPE);
const inAll = (await Promise.all(formats.map(inArchives))).flat();

describe.each([
  [`every format, as files and in archives (${inAll.length} forms)`, SMALL_SHAPE, inAll],
  ["every dtype", WIDE_SHAPE, everyDtype(WIDE_SHAPE)],
] as const)("the shards of one model in %s", (_, shape, forms) => {
  it.each(modes)("are the same, in mode %s", (mode) => expectSameShards(forms, shape, mode), TIMEOUT_MS);
});
