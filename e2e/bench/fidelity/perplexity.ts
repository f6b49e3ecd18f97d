import { readdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { convertCommand } from "../../../app/cli/convert-command";
import type { QuantizationMode } from "../../../app/core/quantize/quantization-mode";
import { benchResults, demoWeights, notes } from "../../paths";
import { perplexities, referenceIds, type Perplexities } from "../../reference";

/** What SmolLM2's training put between texts. */
const separator = "<|endoftext|>";

/** Of the demo model as it came and converted in either mode, on our notes, in float64. */
export async function measurePerplexity(): Promise<Perplexities> {
  const models = { source: demoWeights, plain: await convert("plain"), best: await convert("best") };
  const texts = readdirSync(notes)
    .sort()
    .map((name) => [{ token: separator }, { text: readFileSync(join(notes, name), "utf8") }]);
  return perplexities(models, referenceIds({ gguf: demoWeights }, texts));
}

/** Converts the demo weights as `npm run convert` does; returns the folder with the result. */
async function convert(mode: QuantizationMode): Promise<string> {
  const folder = join(benchResults, "fidelity", mode);
  rmSync(folder, { recursive: true, force: true });
  await convertCommand([demoWeights, folder, "--mode", mode], {
    appVersion: "bench",
    signal: new AbortController().signal,
    print: () => undefined,
    progress: { write: () => true },
  });
  return folder;
}
