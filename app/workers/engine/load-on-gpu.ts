import { chooseLibrary } from "../../core/models/choose-library";
import { describeAdapter } from "../../engine/adapter";
import { loadLibraryManifest } from "../../engine/web-llm/library-manifest";
import { loadWebLlm } from "../../engine/web-llm/load-webllm";
import { storedShards } from "../../storage/stored-model";
import { modelUrl } from "../../storage/webllm-store";
import type { LoadOnEngine } from "./serve-engine";

/** Loads a stored model onto the graphics adapter, with the best library that runs there. */
export const loadOnGpu = (async ({ record, card }, onProgress) => {
  const manifest = await loadLibraryManifest();
  const adapter = await describeAdapter();
  const { library, contextTokens } = chooseLibrary(manifest.libraries, card.id, adapter, card.defaultContextTokens);
  const files = record.shards.map(({ file }) => file);
  const shards = await storedShards(record.id, files);
  const model = await loadWebLlm(
    { modelId: record.id, modelUrl: modelUrl(record.id), shards, library, contextTokens },
    onProgress,
  );
  return { model, engine: { kind: "gpu", build: library.build } };
}) satisfies LoadOnEngine;
