import { chooseLibrary } from "../../core/models/choose-library";
import { describeAdapter } from "../../engine/adapter";
import { loadLibraryManifest } from "../../engine/web-llm/library-manifest";
import { loadWebLlm } from "../../engine/web-llm/load-webllm";
import { modelUrl } from "../../storage/model-repository";
import type { LoadOnEngine } from "./serve-engine";

/** Loads a stored model onto the graphics adapter, with the best library that runs there. */
export const loadOnGpu = (async ({ record, card }, onProgress) => {
  const manifest = await loadLibraryManifest();
  const adapter = await describeAdapter();
  const { library, contextTokens } = chooseLibrary(manifest.libraries, card.id, adapter, card.defaultContextTokens);
  const model = await loadWebLlm(
    { modelId: record.id, modelUrl: modelUrl(record.id), library, contextTokens },
    onProgress,
  );
  return { model, engine: { kind: "gpu", build: library.build } };
}) satisfies LoadOnEngine;
