/**
 * The parts of @wllama/wllama 2.3.7 that are used: the messages that its WebAssembly speaks, and the Emscripten scripts around
 * it. Its own worker is not: it starts from a Blob, which the content security policy forbids, and copies every file once more.
 */
declare module "@wllama/wllama/src/glue/glue" {
  export type GlueMessage = { _name: string } & Record<string, unknown>;
  export function glueSerialize(message: GlueMessage): Uint8Array<ArrayBuffer>;
  export function glueDeserialize(bytes: Uint8Array<ArrayBuffer>): GlueMessage;
}

/** The script as a function of its settings; vite.config.ts makes it so. */
declare module "@wllama/wllama/src/*/wllama.js?function" {
  import type { EmscriptenModule } from "./emscripten-module";
  export default function start(module: Partial<EmscriptenModule>): void;
}
