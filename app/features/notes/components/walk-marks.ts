/** Scrolls to the first of the marks that are brought out, unless one of them is in view already. */
export function revealActive(scroller: HTMLElement): void {
  const active = [...scroller.querySelectorAll("mark[aria-current]")];
  const pane = scroller.getBoundingClientRect();
  const top = Math.max(pane.top, 0);
  // The page may keep its lower edge free: see app/ui/base.css.
  const edge = parseFloat(getComputedStyle(document.documentElement).scrollPaddingBottom) || 0;
  const bottom = Math.min(pane.bottom, innerHeight - edge);
  const inView = active.some((mark) => {
    const box = mark.getBoundingClientRect();
    return box.top >= top && box.bottom <= bottom;
  });
  const [first] = active;
  if (inView || first === undefined) return;
  const box = first.getBoundingClientRect();
  scroller.scrollBy({ top: (box.top + box.bottom - pane.top - pane.bottom) / 2 });
  // The page itself moves only if it must.
  const moved = first.getBoundingClientRect();
  if (moved.top < 0 || moved.bottom > innerHeight - edge) scrollBy({ top: moved.top - innerHeight / 3 });
}

/**
 * Moves the focus by one mark, from the one that has it, or else from the one that is brought out, or else from the end of the
 * note that comes first. False where there is no mark to go to.
 */
export function stepToMark(scroller: HTMLElement, step: number): boolean {
  const marks = [...scroller.querySelectorAll<HTMLElement>("mark")];
  const from =
    marks.find((mark) => mark === document.activeElement) ?? marks.find((mark) => mark.ariaCurrent === "true");
  const next = from === undefined ? marks.at(step > 0 ? 0 : -1) : marks[marks.indexOf(from) + step];
  next?.focus();
  return next !== undefined;
}
