import type { ModelShape } from "../../../app/core/models/variant-card";
import { llamaOutputs } from "../../../app/core/plan/llama-outputs";

/** A float16 tensor of a checkpoint that is too large to hold. */
export interface LargeTensor {
  /** Hugging Face name. */
  name: string;
  shape: number[];
  byteLength: number;
  /** Its place among the model's tensors. */
  index: number;
}

/** All tensors of a Llama, layer by layer, as transformers holds them. */
export function largeTensors(shape: ModelShape): LargeTensor[] {
  const shapes = new Map<string, number[]>();
  for (const { kind, columns, sources } of llamaOutputs(shape)) {
    for (const { tensor, tensorRows } of sources) {
      shapes.set(tensor, kind === "float32" ? [columns] : [tensorRows, columns]);
    }
  }
  return [...shapes].map(([name, size], index) => ({
    name,
    shape: size,
    byteLength: 2 * size.reduce((a, b) => a * b, 1),
    index,
  }));
}

/** Divides tensors among files of about the same size, in order. */
export function inParts(tensors: readonly LargeTensor[], count: number): LargeTensor[][] {
  const total = bytesOf(tensors);
  const parts = Array.from({ length: count }, (): LargeTensor[] => []);
  let before = 0;
  for (const tensor of tensors) {
    parts[Math.min(count - 1, Math.floor((before / total) * count))]?.push(tensor);
    before += tensor.byteLength;
  }
  return parts;
}

export function bytesOf(tensors: readonly LargeTensor[]): number {
  return tensors.reduce((sum, { byteLength }) => sum + byteLength, 0);
}
