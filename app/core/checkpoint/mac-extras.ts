/** What macOS adds to archives and to disks of other systems: a folder, and a twin of each file. */
const MAC_EXTRA = /(^|\/)(__MACOSX\/|\._)/;

/** Whether a path, or a name alone, is of what macOS added and no file of a model. */
export function isMacExtra(path: string): boolean {
  return MAC_EXTRA.test(path);
}
