import { type ModelRecord, type Quantization, relativeError } from "../../../core/models/model-record";
import { Disclosure } from "../../../ui/disclosure";
import { formatBytes, formatDuration } from "../../../ui/format";
import styles from "./model-details.module.css";

/** Where a model comes from, how it was converted, and how close to its source it is. */
export function ModelDetails({ model }: { model: ModelRecord }) {
  const { source, shards, quantization, knownAnswer } = model;
  const matrices = shards.flatMap((shard) => shard.matrices ?? []);
  const facts: [string, string][] = [
    ["Files", source.files.map(({ name, sizeBytes }) => `${name} (${formatBytes(sizeBytes)})`).join(", ")],
    ["Fingerprint", source.fingerprint],
    ["Rounding", roundingOf(quantization)],
    ["Converted", `in ${formatDuration(model.durationMs)}, by version ${model.appVersion}`],
  ];
  if (matrices.length > 0) {
    const all = relativeError(matrices);
    facts.push(["Error of the weights", `${percent(all)} of their size, over ${matrices.length} matrices`]);
  }
  if (knownAnswer !== undefined) {
    const { tokens, logitsCosine, worstMatrix } = knownAnswer;
    facts.push([
      "Checked",
      `every matrix against its source: products differ most in ${worstMatrix.name}, by ${percent(worstMatrix.relativeError)}. ` +
        `Cosine of the logits after ${tokens.length} tokens: ${logitsCosine.toFixed(2)}`,
    ]);
  }
  return (
    <Disclosure title="Details" accessibleTitle={`Details of ${model.label}`}>
      <dl className={styles.facts}>
        {facts.map(([term, fact]) => (
          <div key={term}>
            <dt>{term}</dt>
            <dd>{fact}</dd>
          </div>
        ))}
      </dl>
      {matrices.length > 0 && (
        <div className={styles.scroll} tabIndex={0} role="region" aria-label={`Error of each matrix of ${model.label}`}>
          <table className={styles.table}>
            <thead>
              <tr>
                <th scope="col">Matrix</th>
                <th scope="col">Relative error</th>
              </tr>
            </thead>
            <tbody>
              {matrices.map((matrix) => (
                <tr key={matrix.name}>
                  <td>{matrix.name}</td>
                  <td>{percent(relativeError([matrix]))}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </Disclosure>
  );
}

function roundingOf({ mode, importanceFile }: Quantization): string {
  if (mode === "plain") return "plain: the rule of ggml’s Q4_0";
  return importanceFile === undefined
    ? "best: each group’s scale searched for the least error"
    : `best: each group’s scale searched for the least error, weighed by ${importanceFile}`;
}

function percent(fraction: number): string {
  return `${(fraction * 100).toFixed(2)} %`;
}
