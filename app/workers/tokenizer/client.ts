import { connect, type Connection } from "../rpc/connect";
import { startWorker } from "../rpc/start-worker";
import type { TokenizerProtocol } from "./protocol";
import workerUrl from "./tokenizer-worker.ts?worker&url";

export type TokenizerClient = Connection<TokenizerProtocol>;

/** A worker that holds the tokenizer of the model that was asked for last. */
export function createTokenizerClient(): TokenizerClient {
  return connect<TokenizerProtocol>(() => startWorker(workerUrl, "tokenizer"));
}
