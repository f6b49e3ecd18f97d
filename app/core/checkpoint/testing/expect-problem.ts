import { CheckpointError } from "../../errors";

/** The CheckpointError that a promise fails with; anything else, success included, is thrown on as a failure of the test. */
export async function problemOf(promise: Promise<unknown>): Promise<CheckpointError> {
  let value: unknown;
  try {
    value = await promise;
  } catch (error) {
    if (error instanceof CheckpointError) return error;
    throw error;
  }
  throw new Error(`a CheckpointError was expected, but it went well: ${typeof value}`);
}

/** The same for a function that returns at once. */
export function problemIn(run: () => unknown): Promise<CheckpointError> {
  return problemOf(
    new Promise((resolve) => {
      resolve(run());
    }),
  );
}
