import { type AppError, DeviceError, EngineError, type EngineErrorCode } from "../../core/errors";

/** web-llm's errors by name: it throws plain Error subclasses without codes. */
const deviceErrors: Record<string, () => DeviceError> = {
  WebGPUNotAvailableError: () =>
    new DeviceError("no-webgpu", "This browser has no WebGPU. Use a current Chrome, Edge, Safari or Firefox."),
  ShaderF16SupportError: () =>
    new DeviceError(
      "unsupported",
      "The graphics adapter lost half precision since the page was opened. Reload the page.",
    ),
  FeatureSupportError: () =>
    new DeviceError(
      "unsupported",
      "The graphics adapter lacks a feature that the model library needs. Reload the page.",
    ),
  DeviceLostError: deviceLost,
  // What was being read back from the GPU when its device was lost. Our own signals never reach web-llm.
  AbortError: deviceLost,
  // web-llm unloads a model by itself when its device is lost; the next call then finds none.
  ModelNotLoadedError: deviceLost,
};

function deviceLost(): DeviceError {
  return new DeviceError(
    "lost",
    "The graphics device was lost, most often because its memory ran out or the driver restarted. Load the model again; " +
      "if it happens again, close other programs that use the GPU.",
    { retryable: true },
  );
}

/** What web-llm threw, as one of ours. Its own text is kept as cause only: it may hold anything. */
export function toEngineError(code: EngineErrorCode, error: unknown): AppError {
  const known = error instanceof Error ? deviceErrors[error.name] : undefined;
  if (known !== undefined) return known();
  if (error instanceof Error && error.name === "IntegrityError") {
    return new EngineError(
      "load-failed",
      "The model library that the site served is not the one this page was built with. Reload the page.",
      { retryable: true, cause: error },
    );
  }
  const what = code === "load-failed" ? "The model could not be loaded onto the graphics adapter" : "The model stopped";
  const detail = error instanceof Error ? ` (${error.name})` : "";
  return new EngineError(code, `${what}${detail}. Load it again; if that does not help, reload the page.`, {
    retryable: true,
    cause: error,
  });
}
