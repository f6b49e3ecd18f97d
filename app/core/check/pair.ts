/** The same thing computed from the checkpoint's weights and from the stored ones. */
export interface Pair<T> {
  source: T;
  stored: T;
}

export function mapPair<T, U>({ source, stored }: Pair<T>, map: (value: T) => U): Pair<U> {
  return { source: map(source), stored: map(stored) };
}

export function zipPairs<T, U, V>(a: Pair<T>, b: Pair<U>, zip: (a: T, b: U) => V): Pair<V> {
  return { source: zip(a.source, b.source), stored: zip(a.stored, b.stored) };
}
