import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { tinyConfig } from "../../../app/core/checkpoint/testing/tiny-model";
import { tinyTokenizerJson } from "../../../app/core/checkpoint/testing/tiny-vocabulary";
import type { VariantCard } from "../../../app/core/models/variant-card";
import { benchResults } from "../../paths";
import { bytesOf, inParts, largeTensors } from "./large-tensors";
import { randomWeights } from "./random-weights";
import { writeSafetensors } from "./write-safetensors";
import { writeTorch } from "./write-torch";

const containers = {
  safetensors: { write: writeSafetensors, stem: "model", extension: "safetensors" },
  pytorch: { write: writeTorch, stem: "pytorch_model", extension: "bin" },
} as const;

export type Container = keyof typeof containers;

/** Files that weights are divided among, as of the published 7B models. */
const fileCount = 3;
/** Of what is written here: another number makes all files anew. */
const version = 1;

export interface LargeCheckpoint {
  /** Paths of its files. */
  files: string[];
  weightBytes: number;
}

/** Bytes of disk that a checkpoint still needs: none where it is there already. */
export function missingBytes(card: VariantCard, container: Container): number {
  return isMade(card, container) ? 0 : bytesOf(largeTensors(card.shape));
}

/** A Hugging Face folder of random float16 weights, made unless it is there. */
export function makeCheckpoint(card: VariantCard, container: Container): LargeCheckpoint {
  const folder = folderOf(card, container);
  const { write, stem, extension } = containers[container];
  const tensors = largeTensors(card.shape);
  const parts = inParts(tensors, fileCount);
  const names = parts.map((_, i) => `${stem}-0000${i + 1}-of-0000${parts.length}.${extension}`);
  const index = `${stem}.${extension}.index.json`;
  const paths = ["config.json", "tokenizer.json", index, ...names].map((name) => join(folder, name));
  const checkpoint = { files: paths, weightBytes: bytesOf(tensors) };
  if (isMade(card, container)) return checkpoint;

  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const put = (name: string, value: object) => writeFileSync(join(folder, name), JSON.stringify(value));
  put("config.json", { ...tinyConfig(card.shape), torch_dtype: "float16" });
  writeFileSync(join(folder, "tokenizer.json"), tinyTokenizerJson(card.shape.vocabSize));
  const weights = randomWeights();
  const weightMap: Record<string, string> = {};
  for (const [i, part] of parts.entries()) {
    const name = names[i] ?? "";
    write(join(folder, name), part, weights);
    for (const tensor of part) weightMap[tensor.name] = name;
  }
  put(index, { metadata: { total_size: bytesOf(tensors) }, weight_map: weightMap });
  writeFileSync(stampOf(card, container), contents(card));
  return checkpoint;
}

function folderOf({ id }: VariantCard, container: Container): string {
  return join(benchResults, "convert-7b", `${id}-${container}`);
}

/** Written last: a checkpoint that has none is half made. */
function stampOf(card: VariantCard, container: Container): string {
  return join(folderOf(card, container), "made.json");
}

function isMade(card: VariantCard, container: Container): boolean {
  const stamp = stampOf(card, container);
  return existsSync(stamp) && readFileSync(stamp, "utf8") === contents(card);
}

function contents({ shape }: VariantCard): string {
  return JSON.stringify({ version, shape });
}
