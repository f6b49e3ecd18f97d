import type { Locator } from "@playwright/test";

/** Clicks a button; milliseconds, on the page's own clock, from the click until the region's text contains `text`. */
export async function timeFromClick(button: Locator, region: Locator, text: string): Promise<number> {
  const elapsedMs = region.evaluate(
    (element, awaited) =>
      new Promise<number>((resolve) => {
        let start = 0;
        addEventListener("click", () => (start = performance.now()), { once: true, capture: true });
        const observer = new MutationObserver(() => {
          if (!element.textContent.includes(awaited)) return;
          observer.disconnect();
          resolve(performance.now() - start);
        });
        observer.observe(element, { subtree: true, childList: true, characterData: true });
      }),
    text,
  );
  await button.click();
  return await elapsedMs;
}
