/** Joins class names; those that are absent or switched off are left out. */
export function classNames(...names: (string | false | undefined)[]): string {
  return names.filter((name) => typeof name === "string").join(" ");
}
