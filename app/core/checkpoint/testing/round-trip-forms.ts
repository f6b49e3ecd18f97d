import { arraySource, type NamedFile } from "../../byte-source";
import type { ModelShape } from "../../models/variant-card";
import type { SourceDtype } from "../types";
import { buildGguf, buildGgufParts, type GgufTensorInput } from "./build-gguf";
import { encodeRows } from "./encode-rows";
import { tinyFolder, tinyGgufMetadata, tinyGgufTensors, tinyTensors, type TinyTensor } from "./tiny-model";

/** One way in which a checkpoint can be brought. */
export interface CheckpointForm {
  name: string;
  files: NamedFile[];
}

/** What the weights are multiples of, so that every dtype holds them exactly. */
const STEP = 2 ** -10;
/** Numbers of ggml's types (ggml.h, ggml_type). */
const GGML_TYPES: Readonly<Record<SourceDtype, number>> = {
  F32: 0,
  F16: 1,
  Q4_0: 2,
  Q4_1: 3,
  Q5_0: 6,
  Q5_1: 7,
  Q8_0: 8,
  Q2_K: 10,
  Q3_K: 11,
  Q4_K: 12,
  Q5_K: 13,
  Q6_K: 14,
  BF16: 30,
};
const SHARDS = 3;

/**
 * One model in every format, with the weights in every dtype that holds 8-bit numbers: safetensors and PyTorch weights in one file
 * and in several, GGUF in one file and in parts.
 */
export function everyFormat(shape: ModelShape): CheckpointForm[] {
  const tensors = tinyTensors(shape).map((tensor) => ({
    ...tensor,
    values: tensor.values.map((value) => Math.round(value * 1270) * STEP),
  }));
  const folders = (["safetensors", "pytorch"] as const).flatMap((format) =>
    (["F32", "F16", "BF16"] as const).flatMap((dtype) => {
      const inputs = tensors.map((tensor) => ({ ...tensor, dtype, data: encodeRows(dtype, tensor.values, STEP) }));
      return [1, SHARDS].map((shards) => ({
        name: `${format} in ${dtype}, ${filesText(shards)}`,
        files: tinyFolder(shape, shards, format, inputs),
      }));
    }),
  );
  const ggufs = (["F32", "F16", "BF16", "Q8_0"] as const).flatMap((dtype) => {
    const model = { metadata: tinyGgufMetadata(shape), tensors: ggufTensors(shape, tensors, dtype) };
    return [
      { name: `GGUF in ${dtype}, ${filesText(1)}`, files: [ggufFile(model)] },
      { name: `GGUF in ${dtype}, ${filesText(SHARDS)}`, files: buildGgufParts(model, SHARDS) },
    ];
  });
  return [...folders, ...ggufs];
}

/** One model as GGUF in every dtype that can be read. Its weights are few enough that 2 bits hold them; rows of 256 or more. */
export function everyDtype(shape: ModelShape): CheckpointForm[] {
  const tensors = tinyTensors(shape).map((tensor) => ({
    ...tensor,
    // Every group has the value that decides its scale, so that it is the same wherever the group comes from.
    values: tensor.values.map((value, i) => (i % 32 === 0 ? -8 : Math.round(value * 15 - 0.5) * 4) * STEP),
  }));
  return Object.keys(GGML_TYPES).map((name) => {
    const dtype = name as SourceDtype;
    const model = { metadata: tinyGgufMetadata(shape), tensors: ggufTensors(shape, tensors, dtype) };
    return { name: `GGUF in ${dtype}`, files: [ggufFile(model)] };
  });
}

/** As llama.cpp writes a model: matrices in the dtype, vectors in float32. */
function ggufTensors(shape: ModelShape, tensors: TinyTensor[], dtype: SourceDtype): GgufTensorInput[] {
  return tinyGgufTensors(shape, tensors).map((tensor) => {
    if (tensor.shape.length === 1) return tensor;
    const values = new Float32Array(tensor.data.slice().buffer);
    return { ...tensor, type: GGML_TYPES[dtype], data: encodeRows(dtype, values, STEP) };
  });
}

function ggufFile(model: Parameters<typeof buildGguf>[0]): NamedFile {
  return { name: "tiny.gguf", bytes: arraySource(buildGguf(model)) };
}

function filesText(count: number): string {
  return count === 1 ? "one file" : `${count} files`;
}
