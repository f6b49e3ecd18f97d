/** Emscripten's module object: the settings that it takes and the members it adds, as far as they are used. */
export interface EmscriptenModule {
  noInitialRun: boolean;
  locateFile: (fileName: string) => string;
  /** What each thread's worker runs: the same script. */
  mainScriptUrlOrBlob: string;
  /** Workers started ahead for threads. */
  pthreadPoolSize: number;
  wasmMemory: WebAssembly.Memory;
  print: (text: string) => void;
  printErr: (text: string) => void;
  onAbort: (reason: unknown) => void;
  onRuntimeInitialized: () => void;

  /** A view of the memory; replaced when it grows. */
  HEAPU8: Uint8Array;
  FS: EmscriptenFileSystem;
  /** Absent from the build without threads. */
  PThread?: { runningWorkers: Worker[] };
  /** Address of memory; 0 where there is none left. */
  _wllama_malloc: (byteLength: number, unused: number) => number;
  _wllama_start: () => number;
  ccall: (name: "wllama_action", result: "number", types: ["string", "number"], args: [string, number]) => number;
}

export interface EmscriptenFileSystem {
  create: (path: string, mode: number) => EmscriptenFileNode;
}

/** A file. What `stream_ops` holds when it is opened is what serves it. */
export interface EmscriptenFileNode {
  contents: Uint8Array;
  usedBytes: number;
  stream_ops: Record<string, unknown>;
}
