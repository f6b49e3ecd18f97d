import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { readAppearance, readEnginePreference, writeAppearance, writeEnginePreference } from "./preferences";

/** Where earlier visits have kept them: they must not change. */
const key = "asclepius.engine";
const appearanceKey = "asclepius.appearance";

beforeEach(() => localStorage.clear());
afterEach(() => localStorage.clear());

describe("the engine that the user prefers", () => {
  it("is whichever suits, until they say otherwise", () => {
    expect(readEnginePreference()).toBe("automatic");
  });

  it.each(["gpu", "cpu", "automatic"] as const)("is kept for the next visit: %s", (preference) => {
    writeEnginePreference(preference === "cpu" ? "gpu" : "cpu");
    writeEnginePreference(preference);
    expect(readEnginePreference()).toBe(preference);
    // Another realm of the same origin, as the next visit is.
    const frame = document.createElement("iframe");
    document.body.append(frame);
    expect(frame.contentWindow?.localStorage.getItem(key)).toBe(preference);
    frame.remove();
  });

  it.each(["", "GPU", "tpu", " cpu", "null", '"cpu"', "{}"])("is whichever suits where '%s' is stored", (garbage) => {
    localStorage.setItem(key, garbage);
    expect(readEnginePreference()).toBe("automatic");
  });

  it("is whichever suits where nothing more can be kept, and saying otherwise is no error", () => {
    for (let length = 2 ** 24; length >= 1; length = Math.floor(length / 2)) fill(length);
    expect(() => writeEnginePreference("cpu")).not.toThrow();
    expect(readEnginePreference()).toBe("automatic");
  });
});

describe("the appearance that the user prefers", () => {
  it("is the system's, until they say otherwise, and where something else is stored", () => {
    expect(readAppearance()).toBe("system");
    localStorage.setItem(appearanceKey, "sepia");
    expect(readAppearance()).toBe("system");
  });

  it.each(["light", "dark", "contrast", "system"] as const)("is kept for the next visit: %s", (appearance) => {
    writeAppearance(appearance === "light" ? "dark" : "light");
    writeAppearance(appearance);
    expect(readAppearance()).toBe(appearance);
    expect(localStorage.getItem(appearanceKey)).toBe(appearance);
  });
});

/** Stores values of this length until the browser refuses. */
function fill(length: number): void {
  try {
    for (let i = 0; ; i++) localStorage.setItem(`${length}-${i}`, "x".repeat(length));
  } catch {
    // That length no longer fits.
  }
}
