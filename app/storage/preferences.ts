import type { EnginePreference } from "../core/models/choose-engine";

const engineKey = "asclepius.engine";

const appearanceKey = "asclepius.appearance";

const selectedModelKey = "asclepius.selected-model";

/** How the page looks: as the system asks for, in light or dark colours, or with more contrast. */
export type Appearance = "system" | "light" | "dark" | "contrast";

/** Where the user wants models to run; "automatic" until they say otherwise, and where nothing can be kept. */
export function readEnginePreference(): EnginePreference {
  const kept = read(engineKey);
  return kept === "gpu" || kept === "cpu" ? kept : "automatic";
}

/** Keeps it for the next visit, if the browser lets the page keep anything. */
export function writeEnginePreference(preference: EnginePreference): void {
  write(engineKey, preference);
}

/** How the user wants the page to look; "system" until they say otherwise, and where nothing can be kept. */
export function readAppearance(): Appearance {
  const kept = read(appearanceKey);
  return kept === "light" || kept === "dark" || kept === "contrast" ? kept : "system";
}

/** Keeps it for the next visit, if the browser lets the page keep anything. */
export function writeAppearance(appearance: Appearance): void {
  write(appearanceKey, appearance);
}

/** The id of the model that questions go to, as the user last chose. */
export function readSelectedModel(): string | undefined {
  return read(selectedModelKey);
}

/** Keeps it for the next visit, if the browser lets the page keep anything. */
export function writeSelectedModel(modelId: string): void {
  write(selectedModelKey, modelId);
}

function read(key: string): string | undefined {
  try {
    return localStorage.getItem(key) ?? undefined;
  } catch {
    return undefined;
  }
}

function write(key: string, value: string): void {
  try {
    localStorage.setItem(key, value);
  } catch {
    // The choice then holds until the page is closed.
  }
}
