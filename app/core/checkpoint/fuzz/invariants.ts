import type { ByteSource } from "../../byte-source";
import { dtypeBytes } from "../source-dtype";
import type { SourceTensor } from "../types";

/** A reader accepted what it should have refused. */
class InvariantError extends Error {
  override readonly name = "InvariantError";
}

/** What holds of the tensors of every file that is accepted: they lie within it, and have the bytes that their shapes need. */
export function checkTensors(tensors: Iterable<SourceTensor>, file: Uint8Array): void {
  for (const { name, shape, dtype, byteOffset, byteLength } of tensors) {
    const count = shape.reduce((product, size) => product * size, 1);
    check(
      shape.every((size) => Number.isSafeInteger(size) && size > 0),
      `${name}: shape ${shape.join()}`,
    );
    check(Number.isSafeInteger(count) && dtypeBytes(dtype, count) === byteLength, `${name}: ${byteLength} bytes`);
    checkWithin(byteOffset, byteLength, file);
  }
}

/** What holds of an archive's entries: they lie within it, and none shares bytes with another. */
export function checkAreas(areas: Iterable<{ byteOffset: number; byteLength: number }>, file: Uint8Array): void {
  let free = 0;
  for (const { byteOffset, byteLength } of [...areas].sort((a, b) => a.byteOffset - b.byteOffset)) {
    check(byteOffset >= free, `bytes from ${byteOffset} are used twice`);
    checkWithin(byteOffset, byteLength, file);
    free = byteOffset + byteLength;
  }
}

/** What holds of every source: a read within it gives as many bytes as were asked for. */
export async function checkRead(source: ByteSource, start: number, end: number): Promise<void> {
  const { byteLength } = await source.slice(start, end);
  check(byteLength === end - start, `${byteLength} bytes were read in place of ${end - start}`);
}

function checkWithin(byteOffset: number, byteLength: number, file: Uint8Array): void {
  const end = byteOffset + byteLength;
  const isWithin = Number.isSafeInteger(byteOffset) && byteOffset >= 0 && byteLength >= 0 && end <= file.byteLength;
  check(isWithin, `bytes ${byteOffset} to ${end} of ${file.byteLength}`);
}

function check(holds: boolean, what: string): void {
  if (!holds) throw new InvariantError(what);
}
