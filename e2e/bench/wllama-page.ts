import { createReadStream, statSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { demoWeights, wllamaPackage } from "../paths";

const javascript = "text/javascript";
const wasm = "application/wasm";

/** What the page can ask for besides itself: wllama as it is published, and the demo model's GGUF file. */
const files: Record<string, { type: string; path: string }> = {
  "/wllama.js": { type: javascript, path: join(wllamaPackage, "esm/index.js") },
  "/single-thread.wasm": { type: wasm, path: join(wllamaPackage, "src/single-thread/wllama.wasm") },
  "/multi-thread.wasm": { type: wasm, path: join(wllamaPackage, "src/multi-thread/wllama.wasm") },
  "/model.gguf": { type: "application/octet-stream", path: demoWeights },
};

const isolation = { "Cross-Origin-Opener-Policy": "same-origin", "Cross-Origin-Embedder-Policy": "require-corp" };

/** Serves an empty page on which wllama can run as its authors meant it to: with its own worker, started from a Blob. */
export async function serveWllamaPage(): Promise<{ url: string; close: () => void }> {
  const server = createServer((request, response) => {
    const file = files[request.url ?? ""];
    if (file !== undefined) {
      response.writeHead(200, { ...isolation, "Content-Type": file.type, "Content-Length": statSync(file.path).size });
      createReadStream(file.path).pipe(response);
    } else if (request.url === "/") {
      response.writeHead(200, { ...isolation, "Content-Type": "text/html" });
      response.end("<!doctype html><title>wllama</title>");
    } else {
      response.writeHead(404).end();
    }
  });
  await new Promise<void>((resolve) => server.listen(0, "localhost", resolve));
  const { port } = server.address() as AddressInfo;
  return { url: `http://localhost:${port}/`, close: () => void server.close() };
}

interface Wllama {
  modelManager: { downloadModel(url: string): Promise<unknown> };
  loadModelFromUrl(url: string, config: object): Promise<void>;
}

type WllamaConstructor = new (paths: Record<string, string>, options: { suppressNativeLog: boolean }) => Wllama;

export interface WllamaRun {
  /** Only fetch the file into the browser's storage, as wllama keeps files between visits. */
  download: boolean;
  contextTokens: number;
  threads: number;
  /** Settings of llama.cpp besides these. */
  attention: object;
}

/** Runs in the page: milliseconds that wllama takes to load the GGUF file that it keeps in the browser's storage. */
export async function runWllama({ download, contextTokens, threads, attention }: WllamaRun): Promise<number> {
  const module = "/wllama.js";
  const { Wllama } = (await import(module)) as { Wllama: WllamaConstructor };
  const paths = {
    "single-thread/wllama.wasm": "/single-thread.wasm",
    "multi-thread/wllama.wasm": "/multi-thread.wasm",
  };
  const wllama = new Wllama(paths, { suppressNativeLog: true });
  const url = new URL("/model.gguf", location.href).href;
  const start = performance.now();
  if (download) await wllama.modelManager.downloadModel(url);
  else await wllama.loadModelFromUrl(url, { n_ctx: contextTokens, n_threads: threads, ...attention });
  return performance.now() - start;
}
