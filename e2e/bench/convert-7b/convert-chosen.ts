import { connect } from "../../../app/workers/rpc/connect";
import { startWorker } from "../../../app/workers/rpc/start-worker";
import workerUrl from "./convert-worker.ts?worker&url";
import type { Converted, LargeConversion, LargeConversionProtocol } from "./protocol";

/** Runs in the page: converts chosen files in a worker. */
export async function convertChosen(
  { files }: HTMLInputElement,
  request: Omit<LargeConversion, "files">,
): Promise<Converted> {
  const worker = connect<LargeConversionProtocol>(() => startWorker(workerUrl, "convert"));
  try {
    return await worker.call("convert", { ...request, files: [...(files ?? [])] });
  } finally {
    worker.terminate(new Error("The conversion is over."));
  }
}
