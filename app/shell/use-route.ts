import { useSyncExternalStore } from "react";

export type Route = "ask" | "models";

/** The view that the address names: `#/ask` or `#/models`. Undefined where it names none. Never holds text of a note. */
export function useRoute(): Route | undefined {
  return useSyncExternalStore(subscribe, currentRoute);
}

export function goTo(route: Route): void {
  location.hash = `#/${route}`;
}

function subscribe(onChange: () => void): () => void {
  addEventListener("hashchange", onChange);
  return () => removeEventListener("hashchange", onChange);
}

function currentRoute(): Route | undefined {
  if (location.hash === "#/ask") return "ask";
  return location.hash === "#/models" ? "models" : undefined;
}
