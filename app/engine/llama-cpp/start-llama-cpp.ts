import { glueDeserialize, glueSerialize, type GlueMessage } from "@wllama/wllama/src/glue/glue";
import startManyThreads from "@wllama/wllama/src/multi-thread/wllama.js?function";
import threadScriptUrl from "@wllama/wllama/src/multi-thread/wllama.js?url";
import manyThreadsUrl from "@wllama/wllama/src/multi-thread/wllama.wasm?url";
import startOneThread from "@wllama/wllama/src/single-thread/wllama.js?function";
import oneThreadUrl from "@wllama/wllama/src/single-thread/wllama.wasm?url";
import { DeviceError } from "../../core/errors";
import type { EmscriptenModule } from "./emscripten-module";
import { trustOwnThreads } from "./trust-own-threads";

/** llama.cpp, running in this worker. */
export interface LlamaCpp {
  /**
   * Makes a file whose bytes lie in llama.cpp's own memory, aligned to 64 KiB as maps are: filled in place, it is mapped
   * and never copied. Returns a view of them, to be asked for anew after each call: where memory is not shared, the old one is lost
   * when it grows. Throws DeviceError "out-of-memory".
   */
  createFile(path: string, byteLength: number): () => Uint8Array;
  /**
   * Runs one of wllama's actions (its cpp/actions.hpp) to its end, which blocks this worker; before, messages such as "stop"
   * get their turn. Undefined when llama.cpp threw.
   */
  call(action: string, message: GlueMessage): Promise<GlueMessage | undefined>;
}

const pageBytes = 65536;
const initialBytes = 128 * 2 ** 20;
const addressableBytes = 2 ** 32;

/**
 * Starts llama.cpp, with as many threads as asked for. More than one needs a page that is cross-origin isolated.
 *
 * @throws DeviceError "unsupported" or "out-of-memory".
 */
export async function startLlamaCpp(threads: number): Promise<LlamaCpp> {
  const memory = threads > 1 ? sharedMemory() : undefined;
  const module = await start(threads, memory);
  module._wllama_start();
  // Threads may have made the memory grow without this worker's view being renewed.
  const bytes = () => (memory === undefined ? module.HEAPU8 : new Uint8Array(memory.buffer));
  return {
    createFile: (path, byteLength) => {
      // More than that would wrap around to a small size.
      const room = byteLength + pageBytes;
      const allocated = room <= addressableBytes - pageBytes ? module._wllama_malloc(room, 0) >>> 0 : 0;
      if (allocated === 0) throw outOfMemory();
      const address = Math.ceil(allocated / pageBytes) * pageBytes;
      const contents = () => bytes().subarray(address, address + byteLength);
      const node = module.FS.create(path, 0o444);
      const mmap = (_stream: unknown, _length: number, position: number) => ({
        ptr: address + position,
        allocated: false,
      });
      Object.assign(node, { usedBytes: byteLength, stream_ops: { ...node.stream_ops, mmap } });
      Object.defineProperty(node, "contents", { get: contents });
      return contents;
    },
    call: async (action, message) => {
      // The threads of the last computation must have come back: a new one would have to load while this worker is blocked.
      do await messagesHandled();
      while ((module.PThread?.runningWorkers.length ?? 0) > 0);
      const request = glueSerialize(message);
      const requestAddress = module._wllama_malloc(request.byteLength, 0) >>> 0;
      bytes().set(request, requestAddress);
      const responseAddress =
        module.ccall("wllama_action", "number", ["string", "number"], [action, requestAddress]) >>> 0;
      if (responseAddress === 0) return undefined;
      // The response's length comes back in the first word of the request.
      const responseLength = new DataView(bytes().buffer).getUint32(requestAddress, true);
      return glueDeserialize(new Uint8Array(bytes().subarray(responseAddress, responseAddress + responseLength)));
    },
  };
}

function start(threads: number, memory: WebAssembly.Memory | undefined): Promise<EmscriptenModule> {
  trustOwnThreads();
  return new Promise((resolve, reject) => {
    const module: Partial<EmscriptenModule> = {
      noInitialRun: true,
      locateFile: () => (memory === undefined ? oneThreadUrl : manyThreadsUrl),
      mainScriptUrlOrBlob: new URL(threadScriptUrl, globalThis.location.href).href,
      pthreadPoolSize: threads > 1 ? threads : 0,
      // Nothing that llama.cpp prints may reach a log.
      print: () => undefined,
      printErr: () => undefined,
      onAbort: (reason) => reject(unsupported(reason)),
      onRuntimeInitialized: () => resolve(module as EmscriptenModule),
      ...(memory === undefined ? {} : { wasmMemory: memory }),
    };
    try {
      (memory === undefined ? startOneThread : startManyThreads)(module);
    } catch (error) {
      reject(unsupported(error));
    }
  });
}

/** Memory that threads share, with room to grow as far as the browser lets it: some refuse to reserve all 4 GiB. */
function sharedMemory(): WebAssembly.Memory {
  for (let maximumBytes = addressableBytes; maximumBytes > initialBytes; maximumBytes -= 2 ** 28) {
    try {
      return new WebAssembly.Memory({
        initial: initialBytes / pageBytes,
        maximum: maximumBytes / pageBytes,
        shared: true,
      });
    } catch {
      continue;
    }
  }
  throw outOfMemory();
}

function outOfMemory(): DeviceError {
  return new DeviceError(
    "out-of-memory",
    "There is not enough memory for this model. Close other tabs and programs, or choose a smaller model.",
    { retryable: true },
  );
}

function unsupported(cause: unknown): DeviceError {
  return new DeviceError(
    "unsupported",
    "This browser could not start the CPU engine: its WebAssembly is too old or was turned off. Use a current browser.",
    { cause },
  );
}

/** Resolves when the messages that had arrived were handled. */
function messagesHandled(): Promise<void> {
  return new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => {
      port1.close();
      resolve();
    };
    port2.postMessage(null);
  });
}
