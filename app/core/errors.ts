/**
 * Every failure the product can explain is an AppError. `code` is what callers discriminate on; `message` is a finished
 * sentence for a person: the file or part, the place, what is wrong, what to do. It never holds note, question or answer.
 */
export class AppError extends Error {
  override readonly name: string = "AppError";
  readonly code: string;
  /** True when the same action may succeed if it is simply tried again. */
  readonly retryable: boolean;

  constructor(code: string, message: string, options: { retryable?: boolean; cause?: unknown } = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.code = code;
    this.retryable = options.retryable ?? false;
  }
}

export type CheckpointErrorCode =
  | "not-a-checkpoint"
  | "unsupported-format"
  | "truncated"
  | "bad-header"
  | "missing-file"
  | "missing-tensor"
  | "unexpected-shape"
  | "unsupported-dtype"
  | "bad-value"
  | "bad-tokenizer"
  | "no-library";

/** What is wrong with a file that the user chose. */
export interface FileProblem {
  /** Name of the file that is wrong. */
  file: string;
  /** Where in the file: a tensor, a header field, a byte offset. */
  place?: string;
  /** What is wrong, as a clause without a final stop. */
  problem: string;
  /** What the user can do, as a sentence. */
  advice: string;
}

function sentences({ file, place, problem, advice }: FileProblem): string {
  return `${file}${place === undefined ? "" : `, ${place}`}: ${problem}. ${advice}`;
}

/** The checkpoint itself is wrong or not supported: permanent until another file is chosen. */
export class CheckpointError extends AppError {
  override readonly name = "CheckpointError";
  readonly file: string;
  readonly place: string | undefined;

  constructor(code: CheckpointErrorCode, at: FileProblem, options: { cause?: unknown } = {}) {
    super(code, sentences(at), options);
    this.file = at.file;
    this.place = at.place;
  }
}

export type NoteErrorCode = "unknown-format" | "damaged" | "no-text" | "too-large" | "encrypted";

/** A file holds no note that can be read: permanent until another file is chosen. Says where it is wrong, never what it holds. */
export class NoteError extends AppError {
  override readonly name = "NoteError";

  constructor(code: NoteErrorCode, at: FileProblem, options: { cause?: unknown } = {}) {
    super(code, sentences(at), options);
  }
}

export type ConversionErrorCode = "check-failed";

/** What a conversion made does not do what it should. */
export class ConversionError extends AppError {
  override readonly name = "ConversionError";

  constructor(code: ConversionErrorCode, message: string, options: { retryable?: boolean; cause?: unknown } = {}) {
    super(code, message, options);
  }
}

export type StorageErrorCode = "no-space" | "blocked" | "lost" | "unavailable";

/** The browser's storage refused, or no longer holds what was stored. */
export class StorageError extends AppError {
  override readonly name = "StorageError";

  constructor(code: StorageErrorCode, message: string, options: { retryable?: boolean; cause?: unknown } = {}) {
    super(code, message, options);
  }
}

export type DeviceErrorCode = "no-webgpu" | "no-adapter" | "unsupported" | "lost" | "out-of-memory";

/** The GPU cannot run the model, or stopped doing so. */
export class DeviceError extends AppError {
  override readonly name = "DeviceError";

  constructor(code: DeviceErrorCode, message: string, options: { retryable?: boolean; cause?: unknown } = {}) {
    super(code, message, options);
  }
}

export type EngineErrorCode = "load-failed" | "generate-failed" | "prompt-too-long" | "not-loaded" | "crashed" | "busy";

/** The inference engine failed for a reason that is neither the device's nor the storage's. */
export class EngineError extends AppError {
  override readonly name = "EngineError";

  constructor(code: EngineErrorCode, message: string, options: { retryable?: boolean; cause?: unknown } = {}) {
    super(code, message, options);
  }
}

/** How an error crosses a worker boundary. */
export interface ErrorData {
  name: string;
  code: string;
  message: string;
  retryable: boolean;
}

/** Any thrown value as plain data. What is not an AppError gets code "unexpected" and loses its text. */
export function toErrorData(error: unknown): ErrorData {
  if (error instanceof AppError) {
    return { name: error.name, code: error.code, message: error.message, retryable: error.retryable };
  }
  if (isAbort(error)) {
    return { name: "AbortError", code: "aborted", message: "Stopped.", retryable: true };
  }
  // Only the name: the text of an error that is not ours may hold anything, a note included.
  const what = error instanceof Error ? error.name : "no error object";
  const message = `Something in this page failed unexpectedly (${what}). Try again; if that does not help, reload the page.`;
  return { name: "AppError", code: "unexpected", message, retryable: true };
}

/** The error that {@link toErrorData} described, to be thrown on the other side. */
export function fromErrorData(data: ErrorData): Error {
  return data.name === "AbortError"
    ? new DOMException(data.message, "AbortError")
    : new AppError(data.code, data.message, { retryable: data.retryable });
}

/** True for the AbortError that a cancelled signal throws: never shown as a failure. */
export function isAbort(error: unknown): boolean {
  return error instanceof Error && error.name === "AbortError";
}
