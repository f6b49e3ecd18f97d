import {
  deleteModelWasmInCache,
  IntegrityError,
  MLCEngine,
  type AppConfig,
  type InitProgressReport,
  type LogitProcessor,
} from "@mlc-ai/web-llm";
import type { Library } from "../../core/models/library";
import type { LanguageModel, TokenChoice } from "../language-model";
import type { LoadProgress } from "../load-progress";
import { ReadingLog } from "../reading-log";
import { chooseOnProcessor, logitProcessor } from "./choose-on-processor";
import { libraryUrl } from "./library-manifest";
import { readShardsAsBuffers } from "./read-shards-as-buffers";
import { reuseBindings } from "./reuse-bindings";
import { takeAdaptersAsTheyAre } from "./take-adapters-as-they-are";
import { toEngineError } from "./webllm-errors";

export interface WebLlmModel {
  modelId: string;
  /** The key of the model's files in web-llm's IndexedDB store. */
  modelUrl: string;
  /** Shards whose bytes are not in that store, by their keys there. */
  shards: ReadonlyMap<string, Blob>;
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
  readShardsAsBuffers(model.shards);
  takeAdaptersAsTheyAre();
  reuseBindings();
  const appConfig: AppConfig = {
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
  };
  const engine = new MLCEngine({
    appConfig,
    logitProcessorRegistry: logitProcessors(model),
    initProgressCallback: (report) => onProgress(toProgress(report)),
    // Nothing of a note may reach a log.
    logLevel: "SILENT",
  });
  await guarded("load-failed", () => reload(engine, model.modelId, appConfig));
  const log = new ReadingLog();
  const forward = (ids: readonly number[], isPrefill: boolean, choice: TokenChoice | undefined) =>
    log.reading(ids, () =>
      guarded("generate-failed", () => {
        const run = () => engine.forwardTokensAndSample([...ids], isPrefill);
        return choice === undefined ? run() : chooseOnProcessor(engine, model.modelId, choice, run);
      }),
    );
  return {
    get readIds() {
      return log.ids;
    },
    contextTokens: model.contextTokens,
    // The prefill kernels compute blocks of eight tokens.
    prefillChunk: { maxTokens: model.library.prefillChunkTokens, firstTokens: 16, multipleOf: 8, targetMs: 1000 },
    reset: () => log.resetting(() => guarded("generate-failed", () => engine.resetChat())),
    prefill: (ids, choice) => forward(ids, true, choice),
    decode: (id, choice) => forward([id], false, choice),
  };
}

/** web-llm keeps a library before it looks whether it is the right one: what is wrong is dropped, and fetched once more. */
async function reload(engine: MLCEngine, modelId: string, appConfig: AppConfig, retries = 1): Promise<void> {
  try {
    await engine.reload(modelId);
  } catch (error) {
    if (!(error instanceof IntegrityError)) throw error;
    await deleteModelWasmInCache(modelId, appConfig);
    if (retries === 0) throw error;
    await reload(engine, modelId, appConfig, retries - 1);
  }
}

function logitProcessors({ modelId, processLogits }: WebLlmModel): Map<string, LogitProcessor> {
  return new Map(processLogits === undefined ? [] : [[modelId, logitProcessor(processLogits)]]);
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
