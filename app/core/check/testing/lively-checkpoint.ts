import { arraySource, type NamedFile } from "../../byte-source";
import { openCheckpoint } from "../../checkpoint/open-checkpoint";
import { readBytes } from "../../checkpoint/read-bytes";
import { encodeRows } from "../../checkpoint/testing/encode-rows";
import type { Checkpoint } from "../../checkpoint/types";

/** The dtypes that take any value, if rounded. */
export type FloatDtype = "F32" | "F16" | "BF16";

/**
 * The tests' small model (in float32, of any container) with matrices twice as large and norms around 1, so that its logits
 * depend on all that there is in a Llama. model-config/reference/golden_logits.py does the same.
 */
export async function livelyCheckpoint(files: readonly NamedFile[], dtype: FloatDtype = "F32"): Promise<Checkpoint> {
  const checkpoint = await openCheckpoint(files);
  const tensors = new Map(checkpoint.tensors);
  for (const [name, tensor] of tensors) {
    const { bytes, byteOffset, byteLength, file, shape } = tensor;
    const read = await readBytes(bytes, byteOffset, byteOffset + byteLength, { file, place: name });
    const values = new Float32Array(read.slice().buffer).map((value) =>
      shape.length === 1 ? value * 5 + 1 : value * 2,
    );
    const encoded = encodeRows(dtype, values, 1);
    tensors.set(name, { ...tensor, dtype, bytes: arraySource(encoded), byteOffset: 0, byteLength: encoded.byteLength });
  }
  return { ...checkpoint, tensors };
}
