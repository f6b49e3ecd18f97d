import { readFileSync } from "node:fs";
import { join } from "node:path";
import { createRowPacker } from "../../../app/core/quantize/row-packer";
import { benchResults, demoWeights, quantizerWasm } from "../../paths";
import type { ModelPerplexity } from "../../reference";
import { describeProcessor, printTable, processor, writeMeasured } from "../print-bench";
import { measurePackingSpeed } from "./packing-speed";
import { measurePerplexity } from "./perplexity";
import { checkpointErrors, errorRow, layerErrors, syntheticErrors, totalErrors } from "./weight-errors";

/**
 * How fast weights become 4 bits, in Node on one core, what that loses of them, and what it does to the demo model's
 * perplexity: in both modes, and by MLC's rule or in gguf's quantizer where there is a comparison.
 */
export async function benchFidelity(): Promise<void> {
  const packer = await createRowPacker(new Uint8Array(readFileSync(quantizerWasm)));
  console.log(`\nNode ${process.version}, ${describeProcessor()}`);

  const speed = measurePackingSpeed(packer);
  console.log("\npacked on one core, GB of float16 a second");
  printTable([{ ...speed, "plain / gguf": speed.plain / speed.gguf, "best / gguf": speed.best / speed.gguf }]);

  const synthetic = syntheticErrors(packer);
  const matrices = await checkpointErrors(packer, demoWeights);
  const totals = [totalErrors("SmolLM2, all", matrices), ...synthetic];
  console.log("\nrelative errors of weights: the norm of what is lost against the norm of what there is");
  printTable([...layerErrors(matrices), ...totals].map(errorRow));

  const perplexity = await measurePerplexity();
  console.log(
    `\nthe demo model on our notes, ${perplexity.tokens} tokens, in float64; nats a token, and standard errors`,
  );
  printTable(Object.entries(perplexity.models).map(([name, model]) => perplexityRow(name, model)));
  writeMeasured(join(benchResults, "fidelity.json"), {
    node: process.version,
    ...processor(),
    gigabytesPerSecond: speed,
    matrices,
    totals,
    perplexity,
  });
}

function perplexityRow(weights: string, model: ModelPerplexity): object {
  const withError = (mean: number, error: number) => `${mean.toFixed(4)} ± ${error.toFixed(4)}`;
  return {
    weights,
    perplexity: model.perplexity,
    "divergence from source": withError(model.divergence, model.divergenceError),
    "above the row before": withError(model.abovePrevious, model.abovePreviousError),
  };
}
