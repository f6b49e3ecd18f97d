import { decodeRows } from "../checkpoint/decode-rows";
import type { Checkpoint, SourceTensor } from "../checkpoint/types";
import type { ConversionPlan } from "../plan/conversion-plan";
import type { AsyncRowPacker } from "../quantize/row-packer";
import { runInOrder } from "../shards/run-in-order";
import { checkFailed } from "./check-failed";
import { compareProducts } from "./compare-products";
import type { MatrixSource, ModelMatrix } from "./llama-matrices";
import { multiplySource, multiplyStored } from "./multiply-rows";
import { mapPair, type Pair, zipPairs } from "./pair";
import type { PairedWeights } from "./paired-logits";
import { PROBES, probeVectors } from "./probe-vectors";
import { readSourceRows } from "./read-source-rows";
import { storedLayout } from "./stored-layout";
import { type ReadStored, readWords } from "./stored-reader";
import { unpackRow } from "./unpack-row";

export interface PairedWeightsOptions {
  checkpoint: Checkpoint;
  plan: ConversionPlan;
  packer: AsyncRowPacker;
  readStored: ReadStored;
  /** How much an error in each column matters, where the conversion was told so, by the tensor's Hugging Face name. */
  importance?: ReadonlyMap<string, Float32Array>;
  signal?: AbortSignal;
  /** Told of the checkpoint's bytes read so far, of the plan's `sourceBytes`: every tensor is read once. */
  onProgress?: (sourceBytesRead: number) => void;
}

/** How far a stored matrix is from its source, as the probes see it. */
export interface MatrixResult {
  /** Hugging Face name. */
  name: string;
  relativeError: number;
}

/**
 * The weights of a checkpoint and what was stored of them, read in blocks of rows, so that little but activations is held. What is
 * read is compared: norms must be equal, and matrices agree with probes as 4 bits can; `onMatrix` is told how well they do.
 * The functions throw ConversionError "check-failed", CheckpointError "truncated", StorageError "lost", or the signal's reason.
 */
export function pairedWeights(
  { checkpoint, plan, packer, readStored: read, importance, signal, onProgress }: PairedWeightsOptions,
  onMatrix: (result: MatrixResult) => void,
): PairedWeights {
  const layout = storedLayout(plan);
  let sourceBytesRead = 0;
  const onRead = (byteLength: number): void => {
    sourceBytesRead += byteLength;
    onProgress?.(sourceBytesRead);
  };

  /** Multiplies one source of a matrix; products of the whole matrix are [rows, vectors]. */
  const startPart = (
    { name: matrix, columns, rows: allRows }: ModelMatrix,
    { tensor: name, rows, startRow }: MatrixSource,
    inputs: Pair<Float32Array>,
    allProducts: Pair<Float32Array>,
  ) => {
    const probes = probeVectors(columns, importance?.get(name));
    const sides = zipPairs(inputs, allProducts, (activations, all) => {
      const count = all.length / allRows;
      const products = all.subarray(startRow * count, (startRow + rows) * count);
      return { packer, rows, columns, vectors: joined(activations, probes), products };
    });
    const jobs = [
      ...multiplySource(sourceTensor(checkpoint, name), sides.source, onRead),
      ...multiplyStored({ matrix, startRow, layout, read }, sides.stored),
    ];
    const compare = (): void => {
      const { relativeError, wrongRows } = compareProducts({
        products: mapPair(sides, ({ products }) => products),
        rows,
        firstProbe: inputs.source.length / columns,
        squaredProbes: probes.reduce((sum, value) => sum + value ** 2, 0),
      });
      if (wrongRows !== undefined) {
        const place = `${name}, rows ${wrongRows.startRow} to ${wrongRows.endRow - 1}`;
        throw checkFailed(checkpoint.label, place, "what was stored differs from the checkpoint by more than rounding");
      }
      onMatrix({ name, relativeError });
    };
    return { jobs, compare };
  };

  return {
    multiply: async (matrix, inputs) => {
      const tokens = inputs.source.length / matrix.columns;
      const products = mapPair(inputs, () => new Float32Array(matrix.rows * (tokens + PROBES)));
      const parts = matrix.sources.map((source) => startPart(matrix, source, inputs, products));
      const jobs = parts.flatMap((part) => part.jobs);
      await runInOrder(jobs, packer.concurrency + 1, async (job) => {
        signal?.throwIfAborted();
        await job();
      });
      signal?.throwIfAborted();
      for (const { compare } of parts) compare();
      return mapPair(products, (all) => activationsOf(all, matrix.rows, tokens));
    },
    rows: async ({ name, columns, sources: [table] }, rows) => {
      if (table === undefined) throw new RangeError(`${name} has no source`);
      const tensor = sourceTensor(checkpoint, table.tensor);
      const found: Pair<Float32Array> = {
        source: new Float32Array(rows.length * columns),
        stored: new Float32Array(rows.length * columns),
      };
      for (const [i, row] of rows.entries()) {
        signal?.throwIfAborted();
        const bytes = await readSourceRows(tensor, columns, row, row + 1);
        found.source.set(decodeRows(tensor.dtype, bytes, columns), i * columns);
        for (const { weight, scale } of layout.rows(name, row, row + 1, 1)) {
          found.stored.set(unpackRow(await readWords(read, weight), await readWords(read, scale)), i * columns);
        }
      }
      return found;
    },
    norm: async (name) => {
      const tensor = sourceTensor(checkpoint, name);
      const [length = 0] = tensor.shape;
      const bytes = await readSourceRows(tensor, length, 0, 1);
      onRead(bytes.byteLength);
      const source = decodeRows(tensor.dtype, bytes, length);
      const words = await readWords(read, layout.vector(name));
      const stored = new Float32Array(words.buffer, words.byteOffset, words.length);
      if (stored.length !== length || stored.some((value, i) => value !== source[i])) {
        throw checkFailed(checkpoint.label, name, "what was stored differs from the checkpoint");
      }
      return source;
    },
  };
}

function sourceTensor({ tensors }: Checkpoint, name: string): SourceTensor {
  const tensor = tensors.get(name);
  if (tensor === undefined) throw new RangeError(`the checkpoint has no ${name}`);
  return tensor;
}

function joined(a: Float32Array, b: Float32Array): Float32Array {
  const all = new Float32Array(a.length + b.length);
  all.set(a);
  all.set(b, a.length);
  return all;
}

/** The first `tokens` columns of products [rows, vectors], turned: [tokens, rows]. */
function activationsOf(products: Float32Array, rows: number, tokens: number): Float32Array {
  const count = products.length / rows;
  const out = new Float32Array(tokens * rows);
  for (let row = 0; row < rows; row++) {
    for (let token = 0; token < tokens; token++) out[token * rows + row] = products[row * count + token] ?? 0;
  }
  return out;
}
