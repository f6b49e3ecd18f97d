import type { ModelShape } from "../models/variant-card";

/** One matrix or vector of the converted model: what it is called and which source tensors make it, one under the other. */
export interface OutputSpec {
  /** MLC's name, without `.q_weight` or `.q_scale` for a matrix. */
  name: string;
  kind: "q4g32" | "float32";
  /** Values in a row; of a vector, its length. */
  columns: number;
  sources: OutputSource[];
}

/** Rows of a source tensor that an output is made of. */
interface OutputSource {
  tensor: string;
  /** Rows of the whole tensor. */
  tensorRows: number;
  /** First row taken; inclusive. */
  startRow: number;
  /** End of the rows taken; exclusive. */
  endRow: number;
}

/**
 * A vocabulary's matrix whose `q_weight` is larger is stored in parts: this is the least that a WebGPU device can bind at once.
 * model-config/compiler/q4g32.py divides in the same way.
 */
const LARGEST_PART_BYTES = 2 ** 27;

/** All parts of a Llama of a given shape, in the order in which they are stored. */
export function llamaOutputs(shape: ModelShape): OutputSpec[] {
  const outputs = vocabularyMatrix("model.embed_tokens", shape);
  for (let layer = 0; layer < shape.layers; layer++) outputs.push(...layerOutputs(shape, `model.layers.${layer}`));
  outputs.push(vector("model.norm", shape.hiddenSize));
  if (!shape.tiedEmbeddings) outputs.push(...vocabularyMatrix("lm_head", shape));
  return outputs;
}

/** Rows of an output. */
export function outputRows({ sources }: OutputSpec): number {
  return sources.reduce((total, { startRow, endRow }) => total + endRow - startRow, 0);
}

/** An embedding table or an output projection, in as few parts of equal size as every device can bind. */
function vocabularyMatrix(name: string, { vocabSize, hiddenSize }: ModelShape): OutputSpec[] {
  const parts = Math.ceil((vocabSize * hiddenSize) / 2 / LARGEST_PART_BYTES);
  if (parts === 1) return [matrix(name, hiddenSize, [[name, vocabSize]])];
  const partRows = Math.ceil(vocabSize / parts);
  return Array.from({ length: parts }, (_, part) => ({
    name: `${name}.parts.${part}`,
    kind: "q4g32",
    columns: hiddenSize,
    sources: [
      {
        tensor: `${name}.weight`,
        tensorRows: vocabSize,
        startRow: part * partRows,
        endRow: Math.min((part + 1) * partRows, vocabSize),
      },
    ],
  }));
}

function layerOutputs(shape: ModelShape, layer: string): OutputSpec[] {
  const { hiddenSize, intermediateSize } = shape;
  const queryRows = shape.heads * shape.headDim;
  const keyRows = shape.kvHeads * shape.headDim;
  return [
    vector(`${layer}.input_layernorm`, hiddenSize),
    matrix(`${layer}.self_attn.qkv_proj`, hiddenSize, [
      [`${layer}.self_attn.q_proj`, queryRows],
      [`${layer}.self_attn.k_proj`, keyRows],
      [`${layer}.self_attn.v_proj`, keyRows],
    ]),
    matrix(`${layer}.self_attn.o_proj`, queryRows, [[`${layer}.self_attn.o_proj`, hiddenSize]]),
    vector(`${layer}.post_attention_layernorm`, hiddenSize),
    matrix(`${layer}.mlp.gate_up_proj`, hiddenSize, [
      [`${layer}.mlp.gate_proj`, intermediateSize],
      [`${layer}.mlp.up_proj`, intermediateSize],
    ]),
    matrix(`${layer}.mlp.down_proj`, intermediateSize, [[`${layer}.mlp.down_proj`, hiddenSize]]),
  ];
}

function matrix(name: string, columns: number, sources: [string, number][]): OutputSpec {
  return {
    name,
    kind: "q4g32",
    columns,
    sources: sources.map(([source, rows]) => allRows(`${source}.weight`, rows)),
  };
}

function vector(name: string, columns: number): OutputSpec {
  return { name: `${name}.weight`, kind: "float32", columns, sources: [allRows(`${name}.weight`, 1)] };
}

function allRows(tensor: string, rows: number): OutputSource {
  return { tensor, tensorRows: rows, startRow: 0, endRow: rows };
}
