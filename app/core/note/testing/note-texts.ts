/// <reference types="vite/types/importMeta.d.ts" />

const files = import.meta.glob<string>("/public/notes/*", { query: "?raw", import: "default", eager: true });

/** The text of each file in public/notes, by its name. */
export const noteTexts: ReadonlyMap<string, string> = new Map(
  Object.entries(files).map(([path, text]) => [path.slice(path.lastIndexOf("/") + 1), text]),
);
