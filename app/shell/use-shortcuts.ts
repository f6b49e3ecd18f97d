import { useEffect } from "react";
import { stopAnswer } from "../features/ask/ask-question";

/** What keys do wherever the focus is. Asking is the question form's own: it needs what is written there. */
export const shortcuts = [
  { keys: "Ctrl + Enter", does: "Ask, from within the question" },
  { keys: "Ctrl + .", does: "Stop the answer" },
  { keys: "Tab, Shift + Tab", does: "Go to the next field, button or marked sentence, or the one before" },
  { keys: "Arrow keys", does: "Move within tabs, choices and menus" },
  { keys: "Left, right", does: "Go from mark to mark, in the note that is read" },
  { keys: "Delete", does: "Close a note, on its tab" },
  { keys: "Enter on a marked sentence", does: "Show in the note what it rests on" },
  { keys: "Escape", does: "Close a dialog or a menu" },
] as const;

/** Stops the answer from anywhere. */
export function useShortcuts(): void {
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.key !== "." || !(event.ctrlKey || event.metaKey)) return;
      event.preventDefault();
      stopAnswer();
    };
    addEventListener("keydown", onKeyDown);
    return () => removeEventListener("keydown", onKeyDown);
  }, []);
}
