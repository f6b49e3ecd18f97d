import { MLCEngine, type InitProgressReport, type LogitProcessor } from "@mlc-ai/web-llm";
import type { Library } from "../../core/models/library";
import type { LanguageModel } from "../language-model";
import type { LoadProgress } from "../load-progress";
import { libraryUrl } from "./library-manifest";
import { readBlobsAsBuffers } from "./read-blobs-as-buffers";
import { takeAdaptersAsTheyAre } from "./take-adapters-as-they-are";
import { toEngineError } from "./webllm-errors";

export interface WebLlmModel {
  modelId: string;
  /** The key of the model's files in web-llm's IndexedDB store. */
  modelUrl: string;
  library: Library;
  contextTokens: number;
  /** For tests: sees the logits after each call, one a token of the vocabulary; what it returns is what is sampled from. */
  processLogits?: (logits: Float32Array) => Float32Array;
}

/**
 * Loads a converted model onto the GPU with web-llm. Ids go in and out through `forwardTokensAndSample`: web-llm's own
 * prompting prepends no BOS and would read control tokens out of a note's text (see core/prompt). One engine a realm.
 *
 * @throws DeviceError or EngineError.
 */
export async function loadWebLlm(
  model: WebLlmModel,
  onProgress: (progress: LoadProgress) => void,
): Promise<LanguageModel> {
  readBlobsAsBuffers();
  takeAdaptersAsTheyAre();
  const engine = new MLCEngine({
    appConfig: {
      cacheBackend: "indexeddb",
      model_list: [
        {
          model: model.modelUrl,
          model_id: model.modelId,
          model_lib: libraryUrl(model.library),
          required_features: model.library.requiredFeatures,
          overrides: { context_window_size: model.contextTokens },
          integrity: { model_lib: subresourceIntegrity(model.library.sha256), onFailure: "error" },
        },
      ],
    },
    logitProcessorRegistry: logitProcessors(model),
    initProgressCallback: (report) => onProgress(toProgress(report)),
    // Nothing of a note may reach a log.
    logLevel: "SILENT",
  });
  await guarded("load-failed", () => engine.reload(model.modelId));
  const forward = (ids: readonly number[], isPrefill: boolean) =>
    guarded("generate-failed", () => engine.forwardTokensAndSample([...ids], isPrefill));
  return {
    contextTokens: model.contextTokens,
    // The prefill kernels compute blocks of eight tokens.
    prefillChunk: { maxTokens: model.library.prefillChunkTokens, firstTokens: 16, multipleOf: 8, targetMs: 1000 },
    reset: () => guarded("generate-failed", () => engine.resetChat()),
    prefill: (ids) => forward(ids, true),
    decode: (id) => forward([id], false),
  };
}

/** Without one, web-llm leaves the logits on the device. */
function logitProcessors({ modelId, processLogits }: WebLlmModel): Map<string, LogitProcessor> {
  if (processLogits === undefined) return new Map();
  const nothing = () => undefined;
  return new Map([[modelId, { processLogits, processSampledToken: nothing, resetState: nothing }]]);
}

async function guarded<T>(code: "load-failed" | "generate-failed", run: () => Promise<T>): Promise<T> {
  try {
    return await run();
  } catch (error) {
    throw toEngineError(code, error);
  }
}

function toProgress(report: InitProgressReport): LoadProgress {
  return { phase: report.text.startsWith("Loading GPU shader") ? "shaders" : "weights", fraction: report.progress };
}

/** `sha256-…` as browsers write it, from hexadecimal. */
function subresourceIntegrity(sha256: string): `sha256-${string}` {
  const bytes = sha256.match(/../g) ?? [];
  return `sha256-${btoa(bytes.map((byte) => String.fromCharCode(Number.parseInt(byte, 16))).join(""))}`;
}
