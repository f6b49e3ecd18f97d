import type { QuantizationMode } from "../../app/core/quantize/quantization-mode";
import { deleteModel } from "../../app/storage/model-repository";
import { createConvertClient } from "../../app/workers/convert/client";

const client = createConvertClient();

/** Runs in the page: converts chosen files, and leaves nothing of the model but its shards' sha-256. */
export async function convertInPage(files: File[], mode: QuantizationMode): Promise<string[]> {
  const { id, shards } = await client.call("convert", { files, mode });
  await deleteModel(id);
  return shards.map(({ sha256 }) => sha256);
}
