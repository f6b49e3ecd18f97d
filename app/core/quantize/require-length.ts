/** Throws RangeError unless a part of a job is as long as its shape says. */
export function requireLength(name: string, length: number, expected: number): void {
  if (length !== expected) throw new RangeError(`${name}: ${length}, not ${expected} as the shape says`);
}

/** Throws RangeError unless a number is a positive multiple of `unit`. */
export function requireMultiple(name: string, value: number, unit: number): void {
  if (!(value > 0) || value % unit !== 0) throw new RangeError(`${name}: ${value} is no multiple of ${unit}`);
}
