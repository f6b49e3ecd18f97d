import type { TensorCache } from "../shards/tensor-cache";

/** Files that every converted model has besides its shards. */
export const modelFileNames = {
  chatConfig: "mlc-chat-config.json",
  tensorCache: "tensor-cache.json",
  tokenizer: "tokenizer.json",
} as const;

export interface ModelFiles {
  /** The text of `tokenizer.json`. */
  tokenizerJson: string;
  /** What `mlc-chat-config.json` holds. */
  chatConfig: object;
  tensorCache: TensorCache;
}

/** The files of a converted model besides its shards: name and bytes, in the order in which a bundle lists them. */
export function encodeModelFiles({
  tokenizerJson,
  chatConfig,
  tensorCache,
}: ModelFiles): { name: string; bytes: Uint8Array<ArrayBuffer> }[] {
  const file = (name: string, text: string) => ({ name, bytes: new TextEncoder().encode(text) });
  return [
    file(modelFileNames.chatConfig, JSON.stringify(chatConfig)),
    file(modelFileNames.tensorCache, JSON.stringify(tensorCache)),
    file(modelFileNames.tokenizer, tokenizerJson),
  ];
}
