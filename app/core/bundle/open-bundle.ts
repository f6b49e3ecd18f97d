import type { NamedFile } from "../byte-source";
import { findFile } from "../checkpoint/find-file";
import { readBytes } from "../checkpoint/read-bytes";
import { decodeUtf8, readWhole } from "../checkpoint/strict-json";
import { CheckpointError } from "../errors";
import type { ModelRecord, ShardRecord } from "../models/model-record";
import type { VariantCard } from "../models/variant-card";
import { sha256 } from "../sha256";
import type { TensorCache } from "../shards/tensor-cache";
import { checkTokenizerJson } from "../tokenizer/check-tokenizer-json";
import { createTokenizer } from "../tokenizer/literal-tokenizer";
import { COPY_AGAIN } from "./json-fields";
import { manifestFile } from "./manifest";
import { modelFileNames } from "./model-files";
import { parseManifest } from "./parse-manifest";

/** A manifest takes some 100 KB for a 7B model, with its list of matrices. */
const MAX_MANIFEST_BYTES = 1 << 22;
/** Llama 3's tokenizer.json is 17 MB; see hfTokenizer. */
const MAX_FILE_BYTES = 1 << 26;

/** A bundle whose files are all there, and whose small files are read and checked. Shards are not read yet. */
export interface Bundle {
  record: ModelRecord;
  card: VariantCard;
  tensorCache: TensorCache;
  tokenizerJson: string;
  /** In order of the record. */
  shards: { shard: ShardRecord; file: NamedFile }[];
}

/**
 * Opens a converted model's files; others among them are left alone. Everything in it but the weights is checked.
 * Throws CheckpointError: see {@link parseManifest}; "missing-file", "truncated" or "bad-value" for a file that is not as listed,
 * "bad-tokenizer".
 */
export async function openBundle(files: readonly NamedFile[], cards: readonly VariantCard[]): Promise<Bundle> {
  const manifestBytes = await readWhole(required(files, manifestFile).bytes, MAX_MANIFEST_BYTES, {
    file: manifestFile,
    place: "the list of the converted model's files",
    code: "bad-header",
  });
  const { manifest, card, layout } = parseManifest(manifestBytes, cards);
  const shards = manifest.model.shards.map((shard) => ({
    shard,
    file: listedFile(files, shard.file, shard.sizeBytes),
  }));
  const read = async (name: string): Promise<string> => {
    const entry = manifest.files.find((file) => file.name === name);
    if (entry === undefined) throw missing(name);
    if (entry.sizeBytes > MAX_FILE_BYTES) throw damaged(name, `${entry.sizeBytes} bytes are more than it may have`);
    const bytes = await readVerified(listedFile(files, name, entry.sizeBytes), entry.sha256);
    return decodeUtf8(bytes, { file: name, place: "the text", code: "bad-value" });
  };

  // It is made anew from the card, but what the manifest lists must be there and whole.
  await read(modelFileNames.chatConfig);
  if ((await read(modelFileNames.tensorCache)) !== JSON.stringify(layout)) {
    throw damaged(modelFileNames.tensorCache, "its tensors are not those of the model that the manifest names");
  }
  const tokenizerJson = await read(modelFileNames.tokenizer);
  checkTokenizerJson(tokenizerJson, modelFileNames.tokenizer, card.shape.vocabSize);
  createTokenizer(tokenizerJson, modelFileNames.tokenizer);
  return { record: manifest.model, card, tensorCache: layout, tokenizerJson, shards };
}

/** The whole of a file whose sha-256 must be this. Throws CheckpointError "bad-value" where it is another, or "truncated". */
export async function readVerified({ name, bytes }: NamedFile, expected: string): Promise<Uint8Array<ArrayBuffer>> {
  const content = await readBytes(bytes, 0, bytes.byteLength, { file: name, place: "the whole file" });
  const whole = content.buffer instanceof ArrayBuffer ? (content as Uint8Array<ArrayBuffer>) : content.slice();
  if ((await sha256(whole)) !== expected)
    throw damaged(name, "its content is not what was written: its sha-256 differs");
  return whole;
}

function listedFile(files: readonly NamedFile[], name: string, sizeBytes: number): NamedFile {
  const file = required(files, name);
  if (file.bytes.byteLength === sizeBytes) return file;
  throw damaged(name, `it has ${file.bytes.byteLength} bytes, where ${manifestFile} lists ${sizeBytes}`);
}

function required(files: readonly NamedFile[], name: string): NamedFile {
  const file = findFile(files, name);
  if (file === undefined) throw missing(name);
  return file;
}

function missing(file: string): CheckpointError {
  const problem = "this file of the converted model is missing";
  return new CheckpointError("missing-file", { file, problem, advice: COPY_AGAIN });
}

function damaged(file: string, problem: string): CheckpointError {
  return new CheckpointError("bad-value", { file, problem, advice: COPY_AGAIN });
}
