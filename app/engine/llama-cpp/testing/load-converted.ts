import { arraySource } from "../../../core/byte-source";
import { openCheckpoint } from "../../../core/checkpoint/open-checkpoint";
import { convert, type ConvertedModel, inPieces } from "../../../core/gguf/testing/converted-model";
import { planGguf } from "../../../core/gguf/plan-gguf";
import { findVariant } from "../../../core/models/variants";
import { type InspectableModel, loadLlamaCpp, type LlamaCppModel } from "../load-llama-cpp";

/** The demo model, converted in memory. */
export async function convertDemo(): Promise<ConvertedModel> {
  const name = "SmolLM2-135M-Instruct.Q4_1.gguf";
  const response = await fetch(`/demo/${name}`);
  const card = findVariant("smollm2-135m");
  if (!response.ok || card === undefined) throw new Error("The demo model is not there: npm run fetch:demo.");
  const bytes = arraySource(new Uint8Array(await response.arrayBuffer()));
  return await convert(await openCheckpoint([{ name, bytes }]), card);
}

/** What the engine is given of a model that was converted in memory, but for what is given here. */
export function engineInput(
  { card, cache, shards }: ConvertedModel,
  change: Partial<LlamaCppModel> = {},
): LlamaCppModel {
  const files = new Map(cache.records.map(({ dataPath }, index) => [dataPath, shards[index]]));
  const readShard = (file: string) => inPieces(files.get(file) ?? new Uint8Array(0));
  return { planGguf: () => planGguf(card, cache), contextTokens: 256, threads: 1, readShard, ...change };
}

export function loadConverted(model: ConvertedModel, change: Partial<LlamaCppModel> = {}): Promise<InspectableModel> {
  return loadLlamaCpp(engineInput(model, change), () => undefined);
}
