import type { KernelWatch } from "./kernel-watch";
import type { Step } from "./protocol";

/** Takes a step for each input, one after the other, and times each; with a watch, their kernels as well. */
export async function timeSteps<T>(
  inputs: readonly T[],
  take: (input: T) => Promise<unknown>,
  watch: KernelWatch | undefined,
): Promise<Step> {
  // What was done before is not theirs.
  await watch?.read();
  watch?.take();
  const seconds: number[] = [];
  for (const input of inputs) {
    const startMs = performance.now();
    await take(input);
    seconds.push((performance.now() - startMs) / 1000);
    await watch?.read();
  }
  return { seconds, kernels: watch?.take() ?? [] };
}
