import type { NamedFile } from "../../byte-source";
import { CheckpointError, type CheckpointErrorCode } from "../../errors";
import { printable } from "../printable";
import { DOWNLOAD_AGAIN } from "../read-bytes";
import { dtypeBytes } from "../source-dtype";
import { dimensionsProblem } from "../tensor-dimensions";
import type { SourceDtype, SourceTensor } from "../types";
import { isKind, type PickleValue, type TorchTensor } from "./pickle-values";
import type { ZipEntry } from "./zip-entries";

const DTYPES: ReadonlyMap<string, SourceDtype> = new Map([
  ["FloatStorage", "F32"],
  ["HalfStorage", "F16"],
  ["BFloat16Storage", "BF16"],
]);

/**
 * Where a state dict's tensor lies in the file. Throws CheckpointError that names the tensor: "unsupported-format" for what is
 * no tensor, or does not lie row after row; "unsupported-dtype"; or "bad-header" for numbers that cannot be.
 */
export function tensorOf(
  name: string,
  value: PickleValue,
  { name: file, bytes }: NamedFile,
  dataOf: (key: string) => ZipEntry | undefined,
): SourceTensor {
  const fail = (problem: string, code: CheckpointErrorCode = "bad-header", advice = DOWNLOAD_AGAIN): never => {
    throw new CheckpointError(code, { file, place: printable(name), problem, advice });
  };
  if (!isKind(value, "tensor")) {
    return fail(
      "it is no tensor",
      "unsupported-format",
      "Choose weights as save_pretrained writes them, not a checkpoint of a training.",
    );
  }
  const { storage, storageOffset, shape } = value;
  const dtype = DTYPES.get(storage.type);
  if (dtype === undefined) {
    return fail(
      `it is stored as ${storage.type}, which cannot be read`,
      "unsupported-dtype",
      "Choose a checkpoint in float32, float16 or bfloat16, not an already quantized one.",
    );
  }
  const numbers = [storage.length, storageOffset, ...shape, ...value.strides];
  if (!numbers.every((number) => Number.isSafeInteger(number) && number >= 0)) fail("its numbers are impossible");
  const problem = dimensionsProblem(shape);
  if (problem !== undefined) fail(problem);
  if (!isRowMajor(value)) {
    fail(
      "its values do not lie row after row",
      "unsupported-format",
      "Save the model again with contiguous tensors: save_pretrained makes them so.",
    );
  }
  const data = dataOf(storage.key);
  const place = `data/${printable(storage.key)}`;
  if (data === undefined) return fail(`its values are missing: the archive holds no ${place}`);
  const storedBytes = dtypeBytes(dtype, storage.length);
  if (data.byteLength !== storedBytes) fail(`${place} has ${data.byteLength} bytes in place of ${storedBytes}`);
  const count = shape.reduce((product, size) => product * size, 1);
  if (storageOffset + count > storage.length) {
    fail(`it ends at value ${storageOffset + count} of ${place}, which has ${storage.length}`);
  }
  const byteOffset = data.byteOffset + dtypeBytes(dtype, storageOffset);
  return { name, shape: [...shape], dtype, file, bytes, byteOffset, byteLength: dtypeBytes(dtype, count) };
}

/** A dimension of 1 is never stepped along, so its stride may be anything. */
function isRowMajor({ shape, strides }: TorchTensor): boolean {
  let expected = 1;
  const steps = shape.map((size, i) => ({ size, stride: strides[i] })).reverse();
  return (
    strides.length === shape.length &&
    steps.every(({ size, stride }) => {
      const fits = size === 1 || stride === expected;
      expected *= size;
      return fits;
    })
  );
}
