import { halfTable } from "./half";

/** The half float at a byte offset: a block's scale or minimum. */
export function halfAt(bytes: Uint8Array, at: number): number {
  return halfTable()[(bytes[at] ?? 0) | ((bytes[at + 1] ?? 0) << 8)] ?? 0;
}
