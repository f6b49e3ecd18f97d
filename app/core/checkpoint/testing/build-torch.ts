import { OPCODES as op } from "../torch/pickle-opcodes";
import type { SafetensorsInput } from "./build-safetensors";
import { buildZip, latin1, type ZipInput, type ZipOptions } from "./build-zip";

const STORAGES: Readonly<Record<string, string>> = {
  F32: "FloatStorage",
  F16: "HalfStorage",
  BF16: "BFloat16Storage",
  I64: "LongStorage",
};
const WIDTHS: Readonly<Record<string, number>> = { F32: 4, F16: 2, BF16: 2, I64: 8 };

/** The bytes of a `pytorch_model.bin` in which every tensor has a storage of its own. */
export function buildTorch(tensors: readonly SafetensorsInput[], options?: ZipOptions): Uint8Array<ArrayBuffer> {
  const items = tensors.map(({ name, dtype, shape, data }, i): [string, string] => {
    const length = data.byteLength / (WIDTHS[dtype] ?? 1);
    return [name, tensor({ storage: storage(STORAGES[dtype] ?? dtype, String(i), length), shape })];
  });
  return buildTorchArchive(
    pickle(stateDict(items)),
    tensors.map(({ data }) => data),
    options,
  );
}

/** An archive around any pickle and storages `data/0`, `data/1`, …. */
export function buildTorchArchive(
  dataPkl: Uint8Array,
  storages: readonly Uint8Array[] = [],
  options?: ZipOptions,
): Uint8Array<ArrayBuffer> {
  return buildZip(torchEntries(dataPkl, storages), options);
}

export function torchEntries(dataPkl: Uint8Array, storages: readonly Uint8Array[] = []): ZipInput[] {
  return [
    { name: "archive/data.pkl", data: dataPkl },
    { name: "archive/byteorder", data: latin1("little") },
    ...storages.map((data, i) => ({ name: `archive/data/${i}`, data })),
    { name: "archive/version", data: latin1("3\n") },
  ];
}

// A pickle is put together from strings, each character a byte.

/** A whole pickle of protocol 2. */
export function pickle(body: string): Uint8Array {
  return latin1(`${op.PROTO}\x02${body}${op.STOP}`);
}

/** A number in little-endian bytes. */
export function le(value: number | bigint, bytes: number): string {
  return String.fromCharCode(
    ...Array.from({ length: bytes }, (_, i) => Number((BigInt(value) >> BigInt(8 * i)) & 255n)),
  );
}

export function text(value: string): string {
  return op.BINUNICODE + le(value.length, 4) + value;
}

export function int(value: number): string {
  return op.BININT + le(value, 4);
}

export function global(module: string, name: string): string {
  return `${op.GLOBAL}${module}\n${name}\n`;
}

/** A name as protocol 4 has it. */
export function stackGlobal(module: string, name: string): string {
  return shortText(module) + shortText(name) + op.STACK_GLOBAL;
}

export function shortText(value: string): string {
  return op.SHORT_BINUNICODE + le(value.length, 1) + value;
}

/** Stores the top of the stack in the memo. */
export function put(index: number): string {
  return op.BINPUT + le(index, 1);
}

export function get(index: number): string {
  return op.BINGET + le(index, 1);
}

export function call(callee: string, ...args: readonly string[]): string {
  return callee + tuple(...args) + op.REDUCE;
}

export function tuple(...items: readonly string[]): string {
  return op.MARK + items.join("") + op.TUPLE;
}

export const orderedDict = global("collections", "OrderedDict") + op.EMPTY_TUPLE + op.REDUCE;

export function storage(type: string, key: string, length: number): string {
  return tuple(text("storage"), global("torch", type), text(key), text("cpu"), int(length)) + op.BINPERSID;
}

/** A tensor that starts its storage and is row-major, unless told otherwise. */
export function tensor(fields: {
  storage: string;
  shape: readonly number[];
  storageOffset?: number;
  strides?: readonly number[];
}): string {
  const { storageOffset = 0, shape } = fields;
  const strides = fields.strides ?? shape.map((_, i) => shape.slice(i + 1).reduce((a, b) => a * b, 1));
  const sizes = [tuple(...shape.map(int)), tuple(...strides.map(int))];
  const args = tuple(fields.storage, int(storageOffset), ...sizes, op.NEWFALSE, orderedDict);
  return global("torch._utils", "_rebuild_tensor_v2") + args + op.REDUCE;
}

export function stateDict(items: readonly (readonly [string, string])[]): string {
  return orderedDict + op.MARK + items.map(([name, value]) => text(name) + value).join("") + op.SETITEMS;
}
