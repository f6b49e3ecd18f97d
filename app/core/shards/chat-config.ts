import type { VariantCard } from "../models/variant-card";

interface ChatConfigOptions {
  /** Context to reserve memory for, in tokens: at most the card's. */
  contextTokens: number;
  /** Ids at which generation stops. */
  stopTokenIds?: readonly number[];
  bosTokenId?: number;
}

/** `mlc-chat-config.json`: the fields that web-llm 0.2.86 reads (ChatConfig), and those that MLC names the model by. */
export interface ChatConfigJson {
  version: string;
  model_type: string;
  quantization: string;
  vocab_size: number;
  context_window_size: number;
  prefill_chunk_size: number;
  sliding_window_size: number;
  attention_sink_size: number;
  tokenizer_files: string[];
  tokenizer_info: { token_postproc_method: string; prepend_space_in_encode: boolean; strip_space_in_decode: boolean };
  temperature: number;
  top_p: number;
  repetition_penalty: number;
  frequency_penalty: number;
  presence_penalty: number;
  bos_token_id?: number;
  conv_template: {
    name: string;
    system_template: string;
    system_message: string;
    roles: { user: string; assistant: string; tool: string };
    role_templates: { user: string; assistant: string; tool: string };
    seps: string[];
    role_content_sep: string;
    role_empty_sep: string;
    stop_str: string[];
    stop_token_ids: number[];
  };
}

/**
 * The configuration of a converted model. Greedy, without penalties, and with a conversation template that adds nothing: the
 * prompt is ours to the byte. Throws RangeError for a context that the library does not have.
 */
export function chatConfigJson(
  card: VariantCard,
  { contextTokens, stopTokenIds = [], bosTokenId }: ChatConfigOptions,
): ChatConfigJson {
  if (!Number.isInteger(contextTokens) || contextTokens < 1 || contextTokens > card.contextTokens) {
    throw new RangeError(`a context of ${contextTokens} tokens is not within the library's ${card.contextTokens}`);
  }
  return {
    version: "0.1.0",
    model_type: card.architecture,
    quantization: "q4g32",
    vocab_size: card.shape.vocabSize,
    context_window_size: contextTokens,
    prefill_chunk_size: Math.min(card.prefillChunkTokens, contextTokens),
    sliding_window_size: -1,
    attention_sink_size: -1,
    tokenizer_files: ["tokenizer.json"],
    // Read for JSON mode only, which we do not use; without it web-llm logs a warning.
    tokenizer_info: { token_postproc_method: "raw", prepend_space_in_encode: false, strip_space_in_decode: false },
    temperature: 0,
    top_p: 1,
    repetition_penalty: 1,
    frequency_penalty: 0,
    presence_penalty: 0,
    ...(bosTokenId === undefined ? {} : { bos_token_id: bosTokenId }),
    conv_template: {
      name: "asclepius",
      system_template: "{system_message}",
      system_message: "",
      roles: { user: "", assistant: "", tool: "" },
      role_templates: { user: "{user_message}", assistant: "{assistant_message}", tool: "{tool_message}" },
      seps: [""],
      role_content_sep: "",
      role_empty_sep: "",
      stop_str: [],
      stop_token_ids: [...stopTokenIds],
    },
  };
}
