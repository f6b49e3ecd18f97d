import { printable } from "../checkpoint/printable";
import type { ModelRecord } from "../models/model-record";
import { variantName } from "../models/variants";
import { MAX_NAME_LENGTH } from "./json-fields";

/**
 * A record with names that can be read back from a manifest. Those of files may have characters that do not show, and a drive has
 * an empty one.
 */
export function withStorableNames<T extends Pick<ModelRecord, "label" | "variantId" | "quantization" | "source">>(
  record: T,
): T {
  const { label, variantId, quantization, source } = record;
  const { importanceFile } = quantization;
  return {
    ...record,
    label: storable(label === "" ? variantName(variantId) : label),
    quantization:
      importanceFile === undefined ? quantization : { ...quantization, importanceFile: storable(importanceFile) },
    source: { ...source, files: source.files.map((file) => ({ ...file, name: storable(file.name) })) },
  };
}

function storable(name: string): string {
  return printable(name, MAX_NAME_LENGTH);
}
