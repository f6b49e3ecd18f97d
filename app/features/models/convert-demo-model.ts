import { AppError } from "../../core/errors";
import { convertCheckpoint, inspectCheckpoint, reportingErrors } from "./convert-checkpoint";
import { setWork } from "./models-store";

/** Real, small, openly licensed weights that the site serves next to the page. */
const demoFileName = "SmolLM2-135M-Instruct.Q4_1.gguf";
/** Its size. Servers that compress on the way do not tell. */
const demoBytes = 98_362_432;
const demoUrl = `/demo/${demoFileName}`;

/** Fetches the demo weights from this site and converts them like any other checkpoint. Resolves to the model's id once it is ready. */
export async function convertDemoModel(): Promise<string | undefined> {
  const file = await reportingErrors(downloadDemo);
  if (file === undefined) return undefined;
  const candidate = await inspectCheckpoint({ files: [file], areInMemory: true });
  return candidate === undefined ? undefined : await convertCheckpoint(candidate);
}

async function downloadDemo(signal: AbortSignal): Promise<File> {
  const startMs = performance.now();
  setWork({ kind: "downloading", bytesDone: 0, bytesTotal: demoBytes, elapsedMs: 0 });
  const response = await fetch(demoUrl, { signal }).catch((error: unknown) => {
    if (signal.aborted) throw error;
    throw demoMissing(error);
  });
  if (!response.ok || response.body === null) throw demoMissing();
  const parts: Uint8Array<ArrayBuffer>[] = [];
  let bytesDone = 0;
  const reader = response.body.getReader();
  for (let part = await reader.read(); !part.done; part = await reader.read()) {
    parts.push(part.value);
    bytesDone += part.value.byteLength;
    setWork({ kind: "downloading", bytesDone, bytesTotal: demoBytes, elapsedMs: performance.now() - startMs });
  }
  return new File(parts, demoFileName);
}

function demoMissing(cause?: unknown): AppError {
  return new AppError(
    "missing-demo",
    `${demoUrl}: this site does not serve the demo weights. Start it with "npm start", which fetches them, or bring a ` +
      "checkpoint of your own.",
    { retryable: true, cause },
  );
}
