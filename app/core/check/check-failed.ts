import { ConversionError } from "../errors";

/** `label` is what to call the checkpoint, `place` what differs. */
export function checkFailed(label: string, place: string, problem: string): ConversionError {
  return new ConversionError(
    "check-failed",
    `${label}, ${place}: ${problem}, so the model was not put into use. Convert it again; if this comes back, this page ` +
      "cannot convert this checkpoint.",
    { retryable: true },
  );
}
