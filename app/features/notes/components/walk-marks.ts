/** Scrolls to the first of the marks that are brought out, unless one of them is in view already. */
export function revealActive(scroller: HTMLElement): void {
  const active = [...scroller.querySelectorAll("mark[aria-current]")];
  const pane = scroller.getBoundingClientRect();
  const top = Math.max(pane.top, 0);
  const bottom = Math.min(pane.bottom, innerHeight);
  const inView = active.some((mark) => {
    const box = mark.getBoundingClientRect();
    return box.top >= top && box.bottom <= bottom;
  });
  if (!inView) active[0]?.scrollIntoView({ block: "center" });
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
