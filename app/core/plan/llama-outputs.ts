import type { ModelShape } from "../models/variant-card";

/** One matrix or vector of the converted model: what it is called and which source tensors make it, one under the other. */
export interface OutputSpec {
  /** MLC's name, without `.q_weight` or `.q_scale` for a matrix. */
  name: string;
  kind: "q4g32" | "float32";
  /** Values in a row; of a vector, its length. */
  columns: number;
  sources: { tensor: string; rows: number }[];
}

/** All parts of a Llama of a given shape, in the order in which they are stored. */
export function llamaOutputs(shape: ModelShape): OutputSpec[] {
  const outputs = [matrix("model.embed_tokens", shape.hiddenSize, [["model.embed_tokens", shape.vocabSize]])];
  for (let layer = 0; layer < shape.layers; layer++) outputs.push(...layerOutputs(shape, `model.layers.${layer}`));
  outputs.push(vector("model.norm", shape.hiddenSize));
  if (!shape.tiedEmbeddings) outputs.push(matrix("lm_head", shape.hiddenSize, [["lm_head", shape.vocabSize]]));
  return outputs;
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
    sources: sources.map(([source, rows]) => ({ tensor: `${source}.weight`, rows })),
  };
}

function vector(name: string, columns: number): OutputSpec {
  return { name: `${name}.weight`, kind: "float32", columns, sources: [{ tensor: `${name}.weight`, rows: 1 }] };
}
