import type { GgufTensor } from "../../../core/checkpoint/gguf-header";
import type { ConvertedModel } from "../../../core/gguf/testing/converted-model";
import type { ModelShape } from "../../../core/models/variant-card";

/** A matrix of 4-bit numbers, one at a time. A group is 32 values of a row. */
interface Matrix {
  /** The half float of a group, as bits. */
  scale(row: number, group: number): number;
  /** 0 to 15. */
  nibble(row: number, column: number): number;
}

export interface Comparison {
  /** Groups of 32 values, or single values of a norm, that are the same: bits of the scale and all nibbles. */
  same: number;
  /** Those that are not: the first row and group of each tensor. */
  different: string[];
}

/**
 * Compares matrices of a GGUF file in Q4_0 with the shards that they were made of, as slowly and plainly as the two formats are
 * defined: nothing is shared with the code that converts one to the other.
 */
export function compareMatrices(
  file: Uint8Array,
  tensors: readonly GgufTensor[],
  { card, ...model }: ConvertedModel,
): Comparison {
  const comparison: Comparison = { same: 0, different: [] };
  for (const tensor of tensors.filter(({ dtype }) => dtype === "Q4_0")) {
    const [rows = 0, columns = 0] = tensor.shape;
    const { name, startRow, heads } = storedAs(tensor.name, card.shape);
    const found = ggmlMatrix(file, tensor.byteOffset, columns);
    const stored = shardMatrix(place(model, `${name}.q_weight`), place(model, `${name}.q_scale`), columns);
    const order = heads === undefined ? undefined : rotaryRows(heads, card.shape.headDim);
    let first: string | undefined;
    for (let row = 0; row < rows; row++) {
      const storedRow = startRow + (order === undefined ? row : (order[row] ?? NaN));
      for (let group = 0; group < columns / 32; group++) {
        if (sameGroup(found, row, stored, storedRow, group)) comparison.same++;
        else first ??= `${tensor.name}: row ${row}, group ${group}`;
      }
    }
    if (first !== undefined) comparison.different.push(first);
  }
  return comparison;
}

/** Compares the norms of a GGUF file with those of the shards, bit by bit. */
export function compareNorms(
  file: Uint8Array,
  tensors: readonly GgufTensor[],
  { card, ...model }: ConvertedModel,
): Comparison {
  const comparison: Comparison = { same: 0, different: [] };
  for (const { name, shape, byteOffset } of tensors.filter(({ dtype }) => dtype === "F32")) {
    const found = viewOf(file);
    const { view, byteOffset: start } = place(model, `${storedAs(name, card.shape).name}.weight`);
    for (let i = 0; i < (shape[0] ?? 0); i++) {
      if (found.getUint32(byteOffset + 4 * i, true) === view.getUint32(start + 4 * i, true)) comparison.same++;
      else comparison.different.push(`${name}: value ${i}`);
    }
  }
  return comparison;
}

function sameGroup(found: Matrix, row: number, stored: Matrix, storedRow: number, group: number): boolean {
  if (found.scale(row, group) !== stored.scale(storedRow, group)) return false;
  for (let column = group * 32; column < group * 32 + 32; column++) {
    if (found.nibble(row, column) !== stored.nibble(storedRow, column)) return false;
  }
  return true;
}

/** ggml's Q4_0: blocks of 18 bytes, a half and 16 bytes whose low nibbles are values 0 to 15 and high nibbles 16 to 31. */
function ggmlMatrix(file: Uint8Array, byteOffset: number, columns: number): Matrix {
  const view = viewOf(file);
  const block = (row: number, group: number): number => byteOffset + (row * (columns / 32) + group) * 18;
  return {
    scale: (row, group) => view.getUint16(block(row, group), true),
    nibble: (row, column) => {
      const within = column % 32;
      const byte = view.getUint8(block(row, (column - within) / 32) + 2 + (within % 16));
      return within < 16 ? byte % 16 : byte >> 4;
    },
  };
}

/** q4g32: words of 8 nibbles, the lowest first, and words of two halves, the low one first. */
function shardMatrix(weight: Place, scale: Place, columns: number): Matrix {
  return {
    scale: (row, group) => {
      const word = scale.view.getUint32(scale.byteOffset + 4 * (row * (columns / 64) + (group >> 1)), true);
      return group % 2 === 0 ? word & 0xffff : word >>> 16;
    },
    nibble: (row, column) => {
      const word = weight.view.getUint32(weight.byteOffset + 4 * (row * (columns / 8) + (column >> 3)), true);
      return (word >>> (4 * (column % 8))) & 15;
    },
  };
}

/** The Hugging Face row of each row that ggml has: reshape(heads, 2, headDim / 2, columns).swap(1, 2). */
function rotaryRows(heads: number, headDim: number): number[] {
  const rows: number[] = [];
  for (let head = 0; head < heads; head++) {
    for (let pair = 0; pair < headDim / 2; pair++) {
      for (let half = 0; half < 2; half++) rows.push(head * headDim + half * (headDim / 2) + pair);
    }
  }
  return rows;
}

interface Place {
  view: DataView;
  byteOffset: number;
}

/** Where a tensor of the tensor cache is. */
function place({ cache, shards }: Pick<ConvertedModel, "cache" | "shards">, name: string): Place {
  for (const [index, { records }] of cache.records.entries()) {
    const record = records.find((candidate) => candidate.name === name);
    const shard = shards[index];
    if (record !== undefined && shard !== undefined) return { view: viewOf(shard), byteOffset: record.byteOffset };
  }
  throw new Error(`the shards have no ${name}`);
}

/** What of the converted model a GGUF tensor is. `heads` is set where ggml has the rows in its rotary order. */
function storedAs(tensor: string, shape: ModelShape): { name: string; startRow: number; heads?: number } {
  const [, layer, part = tensor] = /^blk\.(\d+)\.(.+)$/.exec(tensor) ?? [];
  const inLayer = (name: string): string => `model.layers.${layer ?? "none"}.${name}`;
  const { heads, kvHeads, headDim } = shape;
  switch (part) {
    case "token_embd.weight":
      return { name: "model.embed_tokens", startRow: 0 };
    case "output.weight":
      return { name: "lm_head", startRow: 0 };
    case "output_norm.weight":
      return { name: "model.norm", startRow: 0 };
    case "attn_norm.weight":
      return { name: inLayer("input_layernorm"), startRow: 0 };
    case "attn_q.weight":
      return { name: inLayer("self_attn.qkv_proj"), startRow: 0, heads };
    case "attn_k.weight":
      return { name: inLayer("self_attn.qkv_proj"), startRow: heads * headDim, heads: kvHeads };
    case "attn_v.weight":
      return { name: inLayer("self_attn.qkv_proj"), startRow: (heads + kvHeads) * headDim };
    case "attn_output.weight":
      return { name: inLayer("self_attn.o_proj"), startRow: 0 };
    case "ffn_norm.weight":
      return { name: inLayer("post_attention_layernorm"), startRow: 0 };
    case "ffn_gate.weight":
      return { name: inLayer("mlp.gate_up_proj"), startRow: 0 };
    case "ffn_up.weight":
      return { name: inLayer("mlp.gate_up_proj"), startRow: shape.intermediateSize };
    case "ffn_down.weight":
      return { name: inLayer("mlp.down_proj"), startRow: 0 };
    default:
      throw new Error(`no tensor of a Llama: ${tensor}`);
  }
}

function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
