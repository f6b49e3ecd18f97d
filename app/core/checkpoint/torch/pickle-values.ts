/** What a pickle of a state dict can hold. A dict, ordered or not, is a Map; Python's tuples are arrays. */
export type PickleValue =
  | string
  | number
  | boolean
  | null
  | readonly PickleValue[]
  | Map<string, PickleValue>
  | Global
  | TorchStorage
  | TorchTensor;

/** One of the few names of Python that a pickle may mention. */
export interface Global {
  kind: "global";
  module: string;
  name: string;
  /** What calling it gives; undefined for arguments that torch.save never writes. */
  call(args: readonly PickleValue[]): PickleValue | undefined;
}

/** Values of one type in a file of their own in the archive; several tensors may lie in one storage. */
export interface TorchStorage {
  kind: "storage";
  /** Name of the class: `HalfStorage`. */
  type: string;
  /** Name of the file, under `data/`. */
  key: string;
  /** Number of values. */
  length: number;
}

/** A tensor as pickled; whether its numbers are possible is not checked yet. */
export interface TorchTensor {
  kind: "tensor";
  storage: TorchStorage;
  /** In values, as are the strides. */
  storageOffset: number;
  shape: readonly number[];
  strides: readonly number[];
}

export function isTuple(value: PickleValue | undefined): value is readonly PickleValue[] {
  return Array.isArray(value);
}

export function isKind<K extends "global" | "storage" | "tensor">(
  value: PickleValue | undefined,
  kind: K,
): value is Extract<PickleValue, { kind: K }> {
  return typeof value === "object" && value !== null && "kind" in value && value.kind === kind;
}
