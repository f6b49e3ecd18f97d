import type { KnownAnswer } from "../check/known-answer";
import { parseStrictJson } from "../checkpoint/strict-json";
import { CheckpointError } from "../errors";
import { type MatrixFidelity, type ModelRecord, modelIdOf, type ShardRecord } from "../models/model-record";
import type { VariantCard } from "../models/variant-card";
import type { TensorCache } from "../shards/tensor-cache";
import { JsonFields } from "./json-fields";
import { type BundleFile, type BundleManifest, manifestFile } from "./manifest";
import { modelFileNames } from "./model-files";
import { modelLayout } from "./model-layout";

/** A manifest that holds together, the card of its model, and what the card says of its tensors. */
export interface ParsedManifest {
  manifest: BundleManifest;
  card: VariantCard;
  layout: TensorCache;
}

/** Files that a checkpoint was read from; see openCheckpoint. */
const MAX_SOURCE_FILES = 10_000;
/** Matrices in a shard: fewer than one a kilobyte of it. */
const MAX_MATRICES = 10_000;
const CONTAINERS = ["gguf", "safetensors", "pytorch"] as const;
/** The prompt of the known-answer check has four. */
const MAX_PROMPT_TOKENS = 1000;
/** 1, and what rounding may add. */
const LARGEST_COSINE = 1 + 1e-9;
/** The last millisecond that a Date can be. */
const MAX_TIME_MS = 8.64e15;

/**
 * Parses a bundle's manifest, which may come from anywhere: every field is checked, and everything that follows from the card must
 * be as the card says: names, number and sizes of the files, the model's id. What is not known here is left out.
 * Throws CheckpointError "bad-header", "unsupported-format" for a later version, "no-library" for a model unknown here.
 */
export function parseManifest(bytes: Uint8Array, cards: readonly VariantCard[]): ParsedManifest {
  const at = { file: manifestFile, place: "the list of the converted model's files", code: "bad-header" } as const;
  const root = new JsonFields(parseStrictJson(bytes, at), manifestFile);
  root.oneOf("format", ["asclepius-model"]);
  const version = root.count("version");
  if (version !== 1) throw otherVersion(version);
  const model = root.fields("model");
  const card = cardOf(model.name("variantId"), cards);
  const layout = modelLayout(card);
  const files = root.list("files", layout.records.length + Object.keys(modelFileNames).length, readFile);
  const record = readRecord(model, card, layout);
  const expected = [...Object.values(modelFileNames), ...record.shards.map(({ file }) => file)];
  for (const [i, name] of expected.entries()) {
    if (files[i]?.name !== name) throw root.problem(`files[${i}].name`, `it must be ${name}`);
  }
  for (const { file, sizeBytes, sha256 } of record.shards) {
    const i = expected.indexOf(file);
    if (files[i]?.sizeBytes !== sizeBytes) throw root.problem(`files[${i}].sizeBytes`, `it must be ${sizeBytes}`);
    if (files[i].sha256 !== sha256) throw root.problem(`files[${i}].sha256`, "it is not the model's own");
  }
  const sizeBytes = files.reduce((sum, file) => sum + file.sizeBytes, 0);
  if (record.sizeBytes !== sizeBytes) throw model.problem("sizeBytes", `it must be ${sizeBytes}`);
  return { manifest: { format: "asclepius-model", version: 1, model: record, files }, card, layout };
}

function readFile(file: JsonFields): BundleFile {
  return { name: file.name("name"), sizeBytes: file.count("sizeBytes"), sha256: file.sha256("sha256") };
}

function readRecord(model: JsonFields, card: VariantCard, { records }: TensorCache): ModelRecord {
  const source = model.fields("source");
  const quantization = model.fields("quantization");
  const fingerprint = source.sha256("fingerprint");
  const mode = quantization.oneOf("mode", ["plain", "best"]);
  const id = modelIdOf(card.id, fingerprint, mode);
  model.oneOf("id", [id]);
  const shards = model.list("shards", records.length, readShard);
  for (const [i, { dataPath, nbytes }] of records.entries()) {
    if (shards[i]?.file !== dataPath) throw model.problem(`shards[${i}].file`, `it must be ${dataPath}`);
    if (shards[i].sizeBytes !== nbytes) throw model.problem(`shards[${i}].sizeBytes`, `it must be ${nbytes}`);
  }
  return {
    id,
    label: model.name("label"),
    variantId: card.id,
    format: model.oneOf("format", ["q4g32"]),
    quantization: {
      mode,
      ...(quantization.has("importanceFile") ? { importanceFile: quantization.name("importanceFile") } : {}),
    },
    shards,
    sizeBytes: model.count("sizeBytes"),
    source: {
      container: source.oneOf("container", CONTAINERS),
      files: source.list("files", MAX_SOURCE_FILES, (file) => ({
        name: file.name("name"),
        sizeBytes: file.count("sizeBytes"),
      })),
      fingerprint,
    },
    ...(model.has("knownAnswer") ? { knownAnswer: readKnownAnswer(model.fields("knownAnswer")) } : {}),
    convertedAt: model.count("convertedAt", MAX_TIME_MS),
    durationMs: model.amount("durationMs"),
    appVersion: model.text("appVersion", /^[\w.+-]{1,40}$/),
  };
}

/** A shard's entry in a record. */
export function readShard(shard: JsonFields): ShardRecord {
  const record: ShardRecord = {
    file: shard.name("file"),
    sizeBytes: shard.count("sizeBytes"),
    sha256: shard.sha256("sha256"),
  };
  return shard.has("matrices") ? { ...record, matrices: shard.list("matrices", MAX_MATRICES, readMatrix) } : record;
}

function readMatrix(matrix: JsonFields): MatrixFidelity {
  return {
    name: matrix.name("name"),
    squaredError: matrix.amount("squaredError"),
    squaredSum: matrix.amount("squaredSum"),
  };
}

function readKnownAnswer(answer: JsonFields): KnownAnswer {
  const worst = answer.fields("worstMatrix");
  return {
    tokens: answer.counts("tokens", MAX_PROMPT_TOKENS),
    logitsRelativeError: answer.amount("logitsRelativeError"),
    logitsCosine: answer.amount("logitsCosine", LARGEST_COSINE),
    worstMatrix: { name: worst.name("name"), relativeError: worst.amount("relativeError") },
  };
}

function cardOf(variantId: string, cards: readonly VariantCard[]): VariantCard {
  const card = cards.find(({ id }) => id === variantId);
  if (card !== undefined) return card;
  throw new CheckpointError("no-library", {
    file: manifestFile,
    place: "model.variantId",
    problem: `it is of a model, ${variantId}, that this version does not know`,
    advice: "Update this program, or convert the checkpoint anew.",
  });
}

function otherVersion(version: number): CheckpointError {
  return new CheckpointError("unsupported-format", {
    file: manifestFile,
    place: "version",
    problem: `this is version ${version} of the format, and only version 1 can be read`,
    advice: "Update this program, or convert the checkpoint anew.",
  });
}
