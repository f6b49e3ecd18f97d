import { type Global, isKind, isTuple, type PickleValue, type TorchStorage, type TorchTensor } from "./pickle-values";

const STORAGE_TYPES = [
  "FloatStorage",
  "HalfStorage",
  "BFloat16Storage",
  "DoubleStorage",
  "LongStorage",
  "IntStorage",
  "ShortStorage",
  "CharStorage",
  "ByteStorage",
  "BoolStorage",
];

/** PyTorch's own limit on a tensor's dimensions. */
const MAX_DIMENSIONS = 64;

/** All names of Python that a state dict of plain tensors needs. There is no way around this list. */
const GLOBALS: readonly Global[] = [
  global("collections", "OrderedDict", orderedDict),
  global("torch._utils", "_rebuild_tensor_v2", rebuildTensor),
  global("torch._utils", "_rebuild_parameter", rebuildParameter),
  // A storage is named, never called.
  ...STORAGE_TYPES.map((name) => global("torch", name, () => undefined)),
];

export function findGlobal(module: string, name: string): Global | undefined {
  return GLOBALS.find((candidate) => candidate.module === module && candidate.name === name);
}

/** The storage that a persistent id stands for; undefined for any other id. */
export function storageOf(id: PickleValue): TorchStorage | undefined {
  if (!isTuple(id) || id.length !== 5) return undefined;
  const [tag, type, key, location, length] = id;
  if (tag !== "storage" || !isKind(type, "global") || type.module !== "torch") return undefined;
  if (typeof key !== "string" || typeof location !== "string" || typeof length !== "number") return undefined;
  return { kind: "storage", type: type.name, key, length };
}

function global(module: string, name: string, call: Global["call"]): Global {
  return { kind: "global", module, name, call };
}

function orderedDict(args: readonly PickleValue[]): Map<string, PickleValue> | undefined {
  return args.length === 0 ? new Map<string, PickleValue>() : undefined;
}

/** _rebuild_tensor_v2(storage, storage_offset, size, stride, requires_grad, backward_hooks) */
function rebuildTensor(args: readonly PickleValue[]): TorchTensor | undefined {
  const [storage, storageOffset, shape, strides, requiresGrad, hooks] = args;
  if (args.length !== 6 || typeof requiresGrad !== "boolean" || !isEmptyDict(hooks)) return undefined;
  if (!isKind(storage, "storage") || typeof storageOffset !== "number") return undefined;
  if (!isDimensions(shape) || !isDimensions(strides)) return undefined;
  return { kind: "tensor", storage, storageOffset, shape, strides };
}

/** _rebuild_parameter(data, requires_grad, backward_hooks) */
function rebuildParameter(args: readonly PickleValue[]): TorchTensor | undefined {
  const [data, requiresGrad, hooks] = args;
  const isPlain = args.length === 3 && typeof requiresGrad === "boolean" && isEmptyDict(hooks);
  return isPlain && isKind(data, "tensor") ? data : undefined;
}

function isEmptyDict(value: PickleValue | undefined): boolean {
  return value instanceof Map && value.size === 0;
}

/** Short, since one long tuple from the memo could be the shape of thousands of tensors. */
function isDimensions(value: PickleValue | undefined): value is readonly number[] {
  return isTuple(value) && value.length <= MAX_DIMENSIONS && value.every((item) => typeof item === "number");
}
