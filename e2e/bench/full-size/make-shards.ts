import { execFileSync } from "node:child_process";
import { modelConfig, python } from "../../paths";

/** An entry a new token: the id, its lead over the second best, and all logits that it was chosen from. */
export interface ReferenceRead {
  tokens: number[];
  gaps: number[];
  logits: number[][];
}

/** Fills a folder with random shards for a card's file, unless they are there, and reads them with the numpy reference. */
export function makeShards(
  cardFile: string,
  folder: string,
  prompt: readonly number[],
  newTokens: number,
): ReferenceRead {
  const output = execFileSync(python, ["-m", "reference.full_size", cardFile, folder], {
    cwd: modelConfig,
    input: JSON.stringify({ prompt, new: newTokens }),
    maxBuffer: 2 ** 28,
    encoding: "utf8",
  });
  return JSON.parse(output) as ReferenceRead;
}
