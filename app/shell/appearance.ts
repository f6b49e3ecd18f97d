import { readAppearance, writeAppearance, type Appearance } from "../storage/preferences";

const moreContrast = matchMedia("(prefers-contrast: more)");
let chosen = readAppearance();

/** Makes the page look as the user chose on an earlier visit, or as the system asks for; see app/ui/base.css. */
export function applyAppearance(): void {
  show();
  moreContrast.addEventListener("change", show);
}

export function chosenAppearance(): Appearance {
  return chosen;
}

/** Makes the page look so from now on. */
export function chooseAppearance(appearance: Appearance): void {
  chosen = appearance;
  writeAppearance(appearance);
  show();
}

function show(): void {
  const { dataset } = document.documentElement;
  dataset.scheme = chosen;
  dataset.contrast = chosen === "contrast" || moreContrast.matches ? "more" : "normal";
}
