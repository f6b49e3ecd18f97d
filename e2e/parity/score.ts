import { connect } from "../../app/workers/rpc/connect";
import { startWorker } from "../../app/workers/rpc/start-worker";
import type { ScoreInput, ScoreProtocol, Scores } from "./protocol";
import workerUrl from "./score-worker.ts?worker&url";

/** Runs in the page: the development server serves this file and all that it imports. */
export async function score(input: ScoreInput): Promise<Scores[]> {
  const worker = connect<ScoreProtocol>(() => startWorker(workerUrl, "engine"));
  try {
    return await worker.call("score", input);
  } finally {
    worker.terminate(new Error("All was scored."));
  }
}
