import { execFileSync } from "node:child_process";
import { modelConfig, python } from "../../paths";

/** In the repository; the development server serves all of it. */
const folder = ".cache/full-size";
export const servedFolder = `/${folder}`;

/** An entry a new token: the id, its lead over the second best, and all logits that it was chosen from. */
export interface ReferenceRead {
  tokens: number[];
  gaps: number[];
  logits: number[][];
}

/** Makes random shards for a card, unless they are there, and reads them with the numpy reference. */
export function makeShards(variant: string, prompt: readonly number[], newTokens: number): ReferenceRead {
  const args = ["-m", "reference.full_size", `variants/${variant}.json`, `../${folder}`];
  const output = execFileSync(python, args, {
    cwd: modelConfig,
    input: JSON.stringify({ prompt, new: newTokens }),
    maxBuffer: 2 ** 28,
    encoding: "utf8",
  });
  return JSON.parse(output) as ReferenceRead;
}
