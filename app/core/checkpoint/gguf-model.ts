import { CheckpointError } from "../errors";
import { ggufTokenizer } from "../tokenizer/gguf-tokenizer";
import { decodeRows } from "./decode-rows";
import type { GgufTensor } from "./gguf-header";
import { hasInterleavedRows, huggingFaceName } from "./gguf-names";
import type { GgufFiles } from "./gguf-part-names";
import { readGgufModel } from "./gguf-parts";
import { ggufShape } from "./gguf-shape";
import { printable } from "./printable";
import { readBytes } from "./read-bytes";
import type { Checkpoint, SourceTensor } from "./types";

/** Per-frequency factors that llama.cpp writes for Llama 3.1's scaled RoPE; all 1 in files of unscaled models. */
const ROPE_FACTORS = "rope_freqs.weight";
/** Positions are learned by no Llama: anything above this many factors is not a table of frequencies. */
const MAX_ROPE_FACTORS = 1 << 16;

/** Opens a Llama model's GGUF file, or all its parts. See {@link readGgufModel} for what is checked. */
export async function openGguf(files: GgufFiles, signal?: AbortSignal): Promise<Checkpoint> {
  const model = await readGgufModel(files, signal);
  const shape = ggufShape(model, model.file);
  const tensors = new Map<string, SourceTensor>();
  for (const tensor of model.tensors) {
    if (tensor.name === ROPE_FACTORS) {
      await checkRopeFactors(tensor);
      continue;
    }
    const name = huggingFaceName(tensor.name);
    if (name === undefined) throw foreignTensor(tensor);
    const interleaved = hasInterleavedRows(tensor.name) ? { interleavedHeadDim: shape.headDim } : {};
    tensors.set(name, { ...tensor, name, ...interleaved });
  }
  const json = ggufTokenizer(model.metadata, model.file, shape.vocabSize);
  return {
    container: "gguf",
    label: model.label,
    shape,
    tensors,
    tokenizer: { json, file: model.file },
    files: files.map(({ name, bytes }) => ({ name, sizeBytes: bytes.byteLength })),
  };
}

async function checkRopeFactors({ shape, dtype, file, bytes, byteOffset, byteLength }: GgufTensor): Promise<void> {
  const count = shape.reduce((product, size) => product * size, 1);
  const at = { file, place: ROPE_FACTORS };
  const plain =
    count <= MAX_ROPE_FACTORS &&
    decodeRows(dtype, await readBytes(bytes, byteOffset, byteOffset + byteLength, at), count).every(
      (factor) => factor === 1,
    );
  if (plain) return;
  throw new CheckpointError("unsupported-format", {
    ...at,
    problem: "scaled rotary embeddings (as in Llama 3.1) cannot run",
    advice: "Choose a GGUF file of one of the supported models.",
  });
}

function foreignTensor({ file, name }: GgufTensor): CheckpointError {
  return new CheckpointError("unsupported-format", {
    file,
    place: printable(name),
    problem: "the Llama architecture has no such tensor",
    advice: "Choose a GGUF file of one of the supported models.",
  });
}
