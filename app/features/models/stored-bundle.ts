import { type BundleFile, bundleManifest, encodeManifest, manifestFile } from "../../core/bundle/manifest";
import { encodeModelFiles, modelFileNames } from "../../core/bundle/model-files";
import { StorageError } from "../../core/errors";
import { sha256 } from "../../core/sha256";
import { chatConfigJson } from "../../core/shards/chat-config";
import type { TensorCache } from "../../core/shards/tensor-cache";
import { openStoredModel, readStoredFile, readTokenizerJson, storedShard } from "../../storage/stored-model";

/** A stored model as the files that it can be carried away in. */
export interface StoredBundle {
  /** Its id, which names the folder or the file. */
  name: string;
  convertedAt: number;
  /** The manifest first. */
  files: (BundleFile & { content: Blob })[];
}

/** Reads nothing but the small files: shards stay where they are. Throws StorageError "lost". */
export async function openStoredBundle(modelId: string): Promise<StoredBundle> {
  const { record, card } = await openStoredModel(modelId);
  const encoded = encodeModelFiles({
    tokenizerJson: await readTokenizerJson(modelId),
    chatConfig: chatConfigJson(card, { contextTokens: card.defaultContextTokens }),
    tensorCache: (await readStoredFile(modelId, modelFileNames.tensorCache)) as TensorCache,
  });
  const modelFiles = await Promise.all(encoded.map(({ name, bytes }) => bundleFile(name, bytes)));
  const shards = await Promise.all(
    record.shards.map(async ({ file: name, sizeBytes, sha256 }) => {
      const content = await storedShard(modelId, name);
      if (content.size !== sizeBytes) throw changed(name);
      return { name, sizeBytes, sha256, content };
    }),
  );
  const manifest = bundleManifest(
    record,
    modelFiles.map(({ name, sizeBytes, sha256 }) => ({ name, sizeBytes, sha256 })),
  );
  const first = await bundleFile(manifestFile, encodeManifest(manifest));
  return { name: manifest.model.id, convertedAt: record.convertedAt, files: [first, ...modelFiles, ...shards] };
}

/** A stored file is not what was stored. */
export function changed(file: string): StorageError {
  return new StorageError("lost", `${file}: the stored file has changed. Delete the model and convert it again.`);
}

async function bundleFile(name: string, bytes: Uint8Array<ArrayBuffer>): Promise<BundleFile & { content: Blob }> {
  return { name, sizeBytes: bytes.byteLength, sha256: await sha256(bytes), content: new Blob([bytes]) };
}
