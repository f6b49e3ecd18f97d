import type { ModelShape } from "../models/variant-card";

/** A matrix as the compiled libraries multiply with it: one of the checkpoint's, or several one under the other. */
export interface ModelMatrix {
  /** MLC's name, without `.q_weight`. */
  name: string;
  /** Values in a row: the matrix's inputs. */
  columns: number;
  rows: number;
  sources: MatrixSource[];
}

/** A whole matrix of the checkpoint, by its Hugging Face name. */
export interface MatrixSource {
  tensor: string;
  rows: number;
  /** Row of the whole that its first one is. */
  startRow: number;
}

/** An embedding table or an output projection, one row a token. */
export function vocabularyMatrix(
  name: "model.embed_tokens" | "lm_head",
  { vocabSize, hiddenSize }: ModelShape,
): ModelMatrix {
  return stack(name, hiddenSize, [[name, vocabSize]]);
}

/**
 * The matrices of a layer (`model.layers.0`), as model-config/compiler orders them. This is said here once more, and not asked of
 * the plan, so that a plan which orders them otherwise is found out.
 */
export function layerMatrices(
  layer: string,
  { hiddenSize, intermediateSize, heads, kvHeads, headDim }: ModelShape,
): Record<"queryKeyValue" | "output" | "gateUp" | "down", ModelMatrix> {
  return {
    queryKeyValue: stack(`${layer}.self_attn.qkv_proj`, hiddenSize, [
      [`${layer}.self_attn.q_proj`, heads * headDim],
      [`${layer}.self_attn.k_proj`, kvHeads * headDim],
      [`${layer}.self_attn.v_proj`, kvHeads * headDim],
    ]),
    output: stack(`${layer}.self_attn.o_proj`, heads * headDim, [[`${layer}.self_attn.o_proj`, hiddenSize]]),
    gateUp: stack(`${layer}.mlp.gate_up_proj`, hiddenSize, [
      [`${layer}.mlp.gate_proj`, intermediateSize],
      [`${layer}.mlp.up_proj`, intermediateSize],
    ]),
    down: stack(`${layer}.mlp.down_proj`, intermediateSize, [[`${layer}.mlp.down_proj`, hiddenSize]]),
  };
}

/** Matrices of the checkpoint one under the other. Each is given as its name without `.weight`, and its rows. */
function stack(name: string, columns: number, parts: readonly (readonly [string, number])[]): ModelMatrix {
  let rows = 0;
  const sources = parts.map(([part, partRows]) => {
    const startRow = rows;
    rows += partRows;
    return { tensor: `${part}.weight`, rows: partRows, startRow };
  });
  return { name, columns, rows, sources };
}
