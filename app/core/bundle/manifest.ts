import { modelIdOf, type ModelRecord, sizeOf } from "../models/model-record";
import { modelFileNames } from "./model-files";
import { withStorableNames } from "./storable-names";

/** A bundle is a converted model as files: this one, and all that it lists. */
export const manifestFile = "asclepius-model.json";

/** One file of a bundle. */
export interface BundleFile {
  name: string;
  sizeBytes: number;
  /** Lower-case hexadecimal. */
  sha256: string;
}

/** What {@link manifestFile} holds. */
export interface BundleManifest {
  format: "asclepius-model";
  version: 1;
  model: ModelRecord;
  /** Every other file of the bundle. */
  files: BundleFile[];
}

/**
 * The manifest of a converted model. `modelFiles` are those besides its shards; see {@link "./model-files"}. Earlier versions of the
 * app named models otherwise, and kept names as they were; in a bundle all are named alike, and can be read back.
 */
export function bundleManifest(record: ModelRecord, modelFiles: readonly BundleFile[]): BundleManifest {
  const shards = record.shards.map(({ file: name, sizeBytes, sha256 }) => ({ name, sizeBytes, sha256 }));
  const files = [...modelFiles, ...shards];
  const model = {
    ...withStorableNames(record),
    id: modelIdOf(record.variantId, record.source.fingerprint, record.quantization.mode),
    sizeBytes: sizeOf(files),
  };
  return { format: "asclepius-model", version: 1, model, files };
}

/** The bytes of {@link manifestFile}: UTF-8 JSON, for people too. */
export function encodeManifest(manifest: BundleManifest): Uint8Array<ArrayBuffer> {
  return new TextEncoder().encode(`${JSON.stringify(manifest, null, 2)}\n`);
}

/** Names of a bundle's files; the manifest first, so that whoever reads an archive of them knows at once what it is. */
export function bundleFileNames({ shards }: ModelRecord): string[] {
  return [manifestFile, ...Object.values(modelFileNames), ...shards.map(({ file }) => file)];
}
