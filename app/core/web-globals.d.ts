/**
 * The few web standard globals that core may use: they are the same in browsers, workers and Node. Everything else of the
 * DOM stays out of reach, since core is compiled without its types.
 */
declare class TextDecoder {
  constructor(label?: string, options?: { fatal?: boolean; ignoreBOM?: boolean });
  decode(input?: ArrayBufferView | ArrayBuffer, options?: { stream?: boolean }): string;
}

declare class TextEncoder {
  encode(input?: string): Uint8Array<ArrayBuffer>;
  encodeInto(text: string, target: Uint8Array): { read: number; written: number };
}

declare class AbortController {
  readonly signal: AbortSignal;
  abort(reason?: unknown): void;
}

interface AbortSignal {
  readonly aborted: boolean;
  readonly reason: unknown;
  throwIfAborted(): void;
}

declare class DOMException extends Error {
  constructor(message?: string, name?: string);
}

declare function atob(data: string): string;
declare function btoa(data: string): string;

declare function structuredClone<T>(value: T): T;

declare class CompressionStream {
  constructor(format: "deflate-raw");
  readonly writable: {
    getWriter(): { write(bytes: Uint8Array<ArrayBuffer>): Promise<void>; close(): Promise<void> };
  };
  readonly readable: {
    getReader(): {
      read(): Promise<{ done: false; value: Uint8Array<ArrayBuffer> } | { done: true; value?: undefined }>;
    };
  };
}

declare const crypto: {
  readonly subtle: { digest(algorithm: "SHA-256", data: ArrayBufferView<ArrayBuffer>): Promise<ArrayBuffer> };
};

/** A file of bytes as a data URL, put in by the build. */
declare module "*.wasm?url&inline" {
  const url: string;
  export default url;
}

declare namespace WebAssembly {
  interface Memory {
    readonly buffer: ArrayBuffer;
    grow(pages: number): number;
  }
  function instantiate(bytes: Uint8Array<ArrayBuffer>): Promise<{ instance: { exports: Record<string, unknown> } }>;
}
