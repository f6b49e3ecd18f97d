import { arraySource, type NamedFile } from "../../byte-source";
import { cardOf, SMALL_SHAPE } from "../../checkpoint/testing/shapes";
import { tinyTokenizerJson } from "../../checkpoint/testing/tiny-vocabulary";
import { modelIdOf, type ModelRecord } from "../../models/model-record";
import { sha256 } from "../../sha256";
import { chatConfigJson } from "../../shards/chat-config";
import { bundleManifest, type BundleManifest, encodeManifest, manifestFile } from "../manifest";
import { encodeModelFiles } from "../model-files";
import { modelLayout } from "../model-layout";

export const bundleCard = cardOf(SMALL_SHAPE);

const fingerprint = "0123456789abcdef".repeat(4);

/** A bundle of a small model, with bytes for weights that nothing was converted to. */
export interface TinyBundle {
  manifest: BundleManifest;
  /** All files, the manifest first. */
  files: NamedFile[];
}

/** What a shard of so many bytes holds. */
export function shardBytes(byteLength: number): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(byteLength);
  for (let i = 0; i < byteLength; i++) bytes[i] = i + (i >> 8);
  return bytes;
}

export async function tinyBundle(card = bundleCard): Promise<TinyBundle> {
  const tensorCache = modelLayout(card);
  const contents = tensorCache.records.map(({ dataPath, nbytes }) => ({ name: dataPath, bytes: shardBytes(nbytes) }));
  const modelFiles = encodeModelFiles({
    tokenizerJson: tinyTokenizerJson(bundleCard.shape.vocabSize),
    chatConfig: chatConfigJson(card, { contextTokens: card.defaultContextTokens }),
    tensorCache,
  });
  const entry = async ({ name, bytes }: { name: string; bytes: Uint8Array<ArrayBuffer> }) => ({
    name,
    sizeBytes: bytes.byteLength,
    sha256: await sha256(bytes),
  });
  const shards = await Promise.all(contents.map(entry));
  const record: ModelRecord = {
    id: modelIdOf(bundleCard.id, fingerprint, "best"),
    label: "Asclépius 7B",
    variantId: bundleCard.id,
    format: "q4g32",
    quantization: { mode: "best", importanceFile: "notes.imatrix" },
    shards: shards.map(({ name: file, ...shard }) => ({
      file,
      ...shard,
      matrices: [{ name: "model.layers.0.mlp.down_proj", squaredError: 0.0123, squaredSum: 4.56 }],
    })),
    sizeBytes: 0,
    source: {
      container: "safetensors",
      files: [{ name: "model.safetensors", sizeBytes: 2 ** 40 }],
      fingerprint,
    },
    knownAnswer: {
      tokens: [1, 2, 3, 4],
      logitsRelativeError: 0.1,
      logitsCosine: 0.99,
      worstMatrix: { name: "model.layers.0.mlp.down_proj", relativeError: 0.12 },
    },
    convertedAt: Date.UTC(2026, 0, 2),
    durationMs: 1234.5,
    appVersion: "0.1.0",
  };
  const manifest = bundleManifest(record, await Promise.all(modelFiles.map(entry)));
  const files = [{ name: manifestFile, bytes: encodeManifest(manifest) }, ...modelFiles, ...contents];
  return { manifest, files: files.map(({ name, bytes }) => ({ name, bytes: arraySource(bytes) })) };
}
