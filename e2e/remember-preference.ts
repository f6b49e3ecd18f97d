import type { BrowserContext } from "@playwright/test";
import type { EngineKind } from "../app/core/models/engine";

/** Makes the context's pages of the origin start as if the user had chosen the engine before. What they choose later stays. */
export async function rememberPreference(
  context: BrowserContext,
  origin: string,
  preference: EngineKind | undefined,
): Promise<void> {
  if (preference === undefined) return;
  await context.addInitScript(
    ([pageOrigin, engine]) => {
      if (location.origin !== pageOrigin) return;
      if (localStorage.getItem("asclepius.engine") === null) localStorage.setItem("asclepius.engine", engine);
    },
    [origin, preference] as const,
  );
}
