import type { NamedFile } from "../byte-source";
import { CheckpointError } from "../errors";
import { ggufTokenizer } from "../tokenizer/gguf-tokenizer";
import { decodeRows } from "./decode-rows";
import { type GgufHeader, type GgufTensor, readGgufHeader } from "./gguf-header";
import { hasInterleavedRows, huggingFaceName } from "./gguf-names";
import { ggufShape } from "./gguf-shape";
import { readBytes } from "./read-bytes";
import type { Checkpoint, SourceTensor } from "./types";

/** Per-frequency factors that llama.cpp writes for Llama 3.1's scaled RoPE; all 1 in files of unscaled models. */
const ROPE_FACTORS = "rope_freqs.weight";
/** Positions are learned by no Llama: anything above this many factors is not a table of frequencies. */
const MAX_ROPE_FACTORS = 1 << 16;

/** Opens a GGUF file of a Llama model: one file that holds everything. See {@link readGgufHeader} for what is checked. */
export async function openGguf({ name: file, bytes }: NamedFile, signal?: AbortSignal): Promise<Checkpoint> {
  const header = await readGgufHeader(bytes, file, signal);
  const shape = ggufShape(header, file);
  await checkRopeFactors({ name: file, bytes }, header);
  const tensors = new Map<string, SourceTensor>();
  for (const tensor of header.tensors) {
    if (tensor.name === ROPE_FACTORS) continue;
    const name = huggingFaceName(tensor.name);
    if (name === undefined) throw foreignTensor(file, tensor);
    const interleaved = hasInterleavedRows(tensor.name) ? { interleavedHeadDim: shape.headDim } : {};
    tensors.set(name, { ...tensor, name, file, bytes, ...interleaved });
  }
  const json = ggufTokenizer(header.metadata, file, shape.vocabSize);
  return {
    container: "gguf",
    label: file,
    shape,
    tensors,
    tokenizer: { json, file },
    files: [{ name: file, sizeBytes: bytes.byteLength }],
  };
}

async function checkRopeFactors({ name: file, bytes }: NamedFile, { tensors }: GgufHeader): Promise<void> {
  const tensor = tensors.find((candidate) => candidate.name === ROPE_FACTORS);
  if (tensor === undefined) return;
  const count = tensor.shape.reduce((product, size) => product * size, 1);
  const end = tensor.byteOffset + tensor.byteLength;
  const plain =
    count <= MAX_ROPE_FACTORS &&
    decodeRows(
      tensor.dtype,
      await readBytes(bytes, tensor.byteOffset, end, { file, place: ROPE_FACTORS }),
      count,
    ).every((factor) => factor === 1);
  if (plain) return;
  throw new CheckpointError("unsupported-format", {
    file,
    place: ROPE_FACTORS,
    problem: "scaled rotary embeddings (as in Llama 3.1) cannot run",
    advice: "Choose a GGUF file of one of the supported models.",
  });
}

function foreignTensor(file: string, { name }: GgufTensor): CheckpointError {
  return new CheckpointError("unsupported-format", {
    file,
    place: name.replace(/\p{C}/gu, "?"),
    problem: "the Llama architecture has no such tensor",
    advice: "Choose a GGUF file of one of the supported models.",
  });
}
