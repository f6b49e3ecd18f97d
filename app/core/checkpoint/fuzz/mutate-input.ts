import { mutateBytes } from "./mutate-bytes";
import type { Random } from "./random";
import { type Chunk, joinBytes, joinChunks, type Structure } from "./structure";

/** Mutations of one input, at most. */
const MOST_MUTATIONS = 4;
/** Longer inputs are cut. */
export const MAX_INPUT_BYTES = 1 << 18;
/** One in so many inputs is a long one: what takes a reader more time than it should shows there. */
const LONG_EVERY = 2000;
const MOST_COPIES = 1 << 16;

interface Mutator {
  structure: Structure;
  tokens: readonly Uint8Array[];
}

type Mutations = Mutator & { times: number };

/** An input to be changed, cut into chunks once for all. */
export interface Parent {
  bytes: Uint8Array;
  chunks: readonly Chunk[];
}

/** A changed copy of `one`; parts may come from `other`. */
export function mutateInput(one: Parent, other: Parent, random: Random, mutator: Mutator): Uint8Array {
  // Few changes more often: many at once are mostly refused for the first of them.
  const times = 1 + Math.min(random.below(MOST_MUTATIONS), random.below(MOST_MUTATIONS));
  const isLong = random.oneIn(LONG_EVERY);
  const mutate = isLong ? repeatChunk : random.oneIn(3) ? mutatePlainly : mutateChunks;
  const changed = mutate(one, other, random, { ...mutator, times });
  return changed.byteLength > MAX_INPUT_BYTES ? changed.subarray(0, MAX_INPUT_BYTES) : changed;
}

function mutatePlainly({ bytes }: Parent, other: Parent, random: Random, { tokens, times }: Mutations): Uint8Array {
  if (random.oneIn(16)) {
    const cut = random.below(Math.min(bytes.byteLength, other.bytes.byteLength) + 1);
    return joinBytes([bytes.subarray(0, cut), other.bytes.subarray(cut)]);
  }
  let changed = bytes;
  for (let i = 0; i < times; i++) changed = mutateBytes(changed, random, tokens);
  return changed;
}

/** Changes the order, the number or the insides of chunks, and mostly makes lengths and checksums fit again. */
function mutateChunks(one: Parent, other: Parent, random: Random, { structure, tokens, times }: Mutations): Uint8Array {
  const chunks = one.chunks.slice();
  for (let i = 0; i < times; i++) changeChunks(chunks, other.chunks, random, tokens);
  return random.oneIn(4) ? joinChunks(chunks) : structure.repair(chunks);
}

/** A chunk as often as there is room for it. */
function repeatChunk({ bytes, chunks }: Parent, _: Parent, random: Random, { structure }: Mutations): Uint8Array {
  const at = random.below(chunks.length);
  const chunk = chunks[at];
  if (chunk === undefined || chunk.bytes.byteLength === 0) return bytes;
  const room = Math.floor((MAX_INPUT_BYTES - bytes.byteLength) / chunk.bytes.byteLength);
  const copies = Array.from({ length: Math.max(0, Math.min(room, MOST_COPIES)) }, () => chunk);
  return structure.repair([...chunks.slice(0, at), ...copies, ...chunks.slice(at)]);
}

function changeChunks(chunks: Chunk[], others: readonly Chunk[], random: Random, tokens: readonly Uint8Array[]): void {
  const at = random.below(chunks.length + 1);
  const chunk = chunks[at];
  const change = random.below(9);
  if (chunk === undefined || change === 0) {
    const start = random.below(others.length + 1);
    chunks.splice(at, 0, ...others.slice(start, start + 1 + random.below(3)));
  } else if (change === 1) {
    chunks.splice(at, 1 + random.below(2));
  } else if (change === 2) {
    chunks.splice(random.below(chunks.length + 1), 0, chunk);
  } else if (change === 3) {
    chunks.splice(at, 1);
    chunks.splice(random.below(chunks.length + 1), 0, chunk);
  } else if (change === 4) {
    const alike = others.filter(({ kind }) => kind === chunk.kind);
    chunks[at] = alike[random.below(alike.length + 1)] ?? chunk;
  } else {
    chunks[at] = { kind: chunk.kind, bytes: mutateBytes(chunk.bytes, random, tokens) };
  }
}
