import { EngineError, StorageError } from "../../core/errors";
import { chooseLibrary } from "../../core/models/choose-library";
import type { VariantCard } from "../../core/models/variant-card";
import { findVariant } from "../../core/models/variants";
import { clinicalPrompt } from "../../core/prompt/clinical-prompt";
import { controlTokenId, promptIds } from "../../core/prompt/prompt-ids";
import { createTextStream } from "../../core/tokenizer/text-stream";
import { createTokenizer, type Tokenizer } from "../../core/tokenizer/literal-tokenizer";
import { describeAdapter } from "../../engine/adapter";
import { generate } from "../../engine/generate";
import type { LanguageModel } from "../../engine/language-model";
import { loadLibraryManifest } from "../../engine/library-manifest";
import { loadWebLlm, webLlmLimits } from "../../engine/load-webllm";
import { assertComplete, findModel, modelUrl } from "../../storage/model-repository";
import { fileUrl, readRecord } from "../../storage/webllm-store";
import { serve, type CallContext } from "../rpc/serve";
import type { AskEvent, AskInput, AskResult, EngineProtocol, LoadedModel, LoadInput } from "./protocol";

interface Loaded {
  model: LanguageModel;
  tokenizer: Tokenizer;
  card: VariantCard;
}

/** One worker holds one model: two web-llm engines in one realm break each other. */
let loaded: Loaded | undefined;

serve<EngineProtocol>({ load, ask });

async function load(
  { modelId }: LoadInput,
  { emit }: CallContext<EngineProtocol["load"]["event"]>,
): Promise<LoadedModel> {
  const record = await findModel(modelId);
  const card = record === undefined ? undefined : findVariant(record.variantId);
  if (record === undefined || card === undefined) {
    throw new StorageError("lost", "This model is no longer stored on this device. Convert it again.");
  }
  await assertComplete(record);
  const manifest = await loadLibraryManifest();
  const library = chooseLibrary(manifest.libraries, card.id, await describeAdapter(), webLlmLimits);
  const url = modelUrl(modelId);
  const tokenizer = createTokenizer(await readText(url, "tokenizer.json"), "tokenizer.json");
  const contextTokens = Math.min(card.defaultContextTokens, library.contextTokens);
  const model = await loadWebLlm({ modelId, modelUrl: url, library, contextTokens }, emit);
  loaded = { model, tokenizer, card };
  return { modelId, build: library.build, contextTokens };
}

async function ask(input: AskInput, { signal, emit }: CallContext<AskEvent>): Promise<AskResult> {
  if (loaded === undefined) throw new EngineError("not-loaded", "No model is loaded. Choose a model first.");
  const { model, tokenizer, card } = loaded;
  const request = {
    promptIds: promptIds(card.prompt.segments, clinicalPrompt(input.note, input.question), tokenizer),
    stopIds: card.prompt.stopTokens.map((token) => controlTokenId(token, tokenizer)),
    maxNewTokens: input.maxNewTokens,
  };
  const stream = createTextStream(tokenizer);
  let text = "";
  const { finish, promptTokens, answerTokens, prefillMs, decodeMs } = await generate(model, request, {
    signal,
    now: () => performance.now(),
    onEvent: (event) => {
      if (event.kind === "prefill") {
        emit({ kind: "reading", tokensDone: event.tokensDone, tokensTotal: event.tokensTotal });
      } else {
        text += stream.push(event.id);
        emit({ kind: "text", text, tokensDone: event.tokensDone });
      }
    },
  });
  text += stream.end();
  return { text, finish, promptTokens, answerTokens, prefillMs, decodeMs };
}

async function readText(url: string, fileName: string): Promise<string> {
  const data = await readRecord("webllm/model", fileUrl(url, fileName));
  if (!(data instanceof ArrayBuffer)) {
    throw new StorageError("lost", `${fileName}: the stored file is gone. Delete the model and convert it again.`);
  }
  return new TextDecoder().decode(data);
}
