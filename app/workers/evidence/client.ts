import type { SentenceSource } from "../../core/budget/trace-answer";
import type { SentenceEvidence } from "../../core/evidence/evidence";
import { connect } from "../rpc/connect";
import { startWorker } from "../rpc/start-worker";
import workerUrl from "./evidence-worker.ts?worker&url";
import type { EvidenceInput, EvidenceProtocol, TraceInput } from "./protocol";

/** A worker that holds answers against notes. */
export interface EvidenceClient {
  /**
   * The evidence for each sentence of an answer, in order. While one call is under way the next ones wait, and of those only the
   * latest is worked out, so that an answer may be asked about as often as it grows.
   * @returns undefined where a later call has taken its place
   */
  findEvidence(input: EvidenceInput): Promise<SentenceEvidence[] | undefined>;
  /** Where each sentence of an answer comes from that was combined from parts' answers. */
  traceAnswer(input: TraceInput): Promise<SentenceSource[]>;
}

export function createEvidenceClient(): EvidenceClient {
  const worker = connect<EvidenceProtocol>(() => startWorker(workerUrl, "evidence"));
  let latest: EvidenceInput | undefined;
  let underWay: Promise<unknown> = Promise.resolve();
  return {
    findEvidence: async (input) => {
      latest = input;
      await underWay.catch(() => undefined);
      if (latest !== input) return undefined;
      const result = worker.call("findEvidence", input);
      underWay = result;
      const evidence = await result;
      return latest === input ? evidence : undefined;
    },
    traceAnswer: (input) => worker.call("traceAnswer", input),
  };
}
