import type { EnginePreference } from "../core/models/choose-engine";

const engineKey = "asclepius.engine";

/** Where the user wants models to run; "automatic" until they say otherwise, and where nothing can be kept. */
export function readEnginePreference(): EnginePreference {
  try {
    const kept = localStorage.getItem(engineKey);
    return kept === "gpu" || kept === "cpu" ? kept : "automatic";
  } catch {
    return "automatic";
  }
}

/** Keeps it for the next visit, if the browser lets the page keep anything. */
export function writeEnginePreference(preference: EnginePreference): void {
  try {
    localStorage.setItem(engineKey, preference);
  } catch {
    // The choice then holds until the page is closed.
  }
}
