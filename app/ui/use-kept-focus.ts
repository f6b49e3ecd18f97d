import { useEffect, type RefObject } from "react";

/**
 * Keeps the focus within an element: where what has it is taken out, the element itself gets it, and not the page's beginning. The
 * element must be focusable.
 */
export function useKeptFocus(ref: RefObject<HTMLElement | null>): void {
  useEffect(() => {
    const element = ref.current;
    if (element === null) return;
    let focused: Node | undefined;
    const onFocusIn = ({ target }: FocusEvent) => {
      focused = target instanceof Node ? target : undefined;
    };
    // What is taken out loses the focus a moment before it is gone; what is only left stays.
    const onFocusOut = ({ target }: FocusEvent) => {
      queueMicrotask(() => {
        if (target === focused && focused.isConnected) focused = undefined;
      });
    };
    const observer = new MutationObserver(() => {
      if (focused === undefined || focused.isConnected) return;
      focused = undefined;
      if (document.activeElement === document.body) element.focus({ preventScroll: true });
    });
    element.addEventListener("focusin", onFocusIn);
    element.addEventListener("focusout", onFocusOut);
    observer.observe(element, { childList: true, subtree: true });
    return () => {
      element.removeEventListener("focusin", onFocusIn);
      element.removeEventListener("focusout", onFocusOut);
      observer.disconnect();
    };
  }, [ref]);
}
