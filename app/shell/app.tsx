import { lazy, Suspense, useEffect, type MouseEvent } from "react";
import { findVariant } from "../core/models/variants";
import { unloadDeletedModel } from "../features/ask/load-model";
import { useEngineChoice } from "./use-engine-choice";
import { detectDevice } from "../features/device/detect-device";
import { selectedModel, useModels } from "../features/models/models-store";
import { watchStoredModels } from "../features/models/watch-stored-models";
import styles from "./app.module.css";
import { Header } from "./header";
import { goTo, useRoute } from "./use-route";
import { useShortcuts } from "./use-shortcuts";

const loadWorkspace = () => import("./workspace");
const loadModelsView = () => import("./models-view");
const Workspace = lazy(loadWorkspace);
const ModelsView = lazy(loadModelsView);

export function App() {
  useEffect(() => {
    void detectDevice();
    // Both views come with the page, so that it needs no network later; only not before it is there. What fails is loaded again.
    void Promise.allSettled([loadWorkspace(), loadModelsView()]);
    return watchStoredModels();
  }, []);
  useShortcuts();
  const stored = useModels((state) => state.stored);
  useEffect(() => {
    if (stored.kind === "loaded") unloadDeletedModel(stored.models.map(({ id }) => id));
  }, [stored]);
  const model = useModels(selectedModel);
  const card = model === undefined ? undefined : findVariant(model.variantId);
  const { choice, onUseCpu } = useEngineChoice(card);
  const named = useRoute();
  // Without a model there is nothing to ask.
  const route = model === undefined ? "models" : (named ?? "ask");

  return (
    <div className={styles.page}>
      <a className={styles.skip} href="#main" onClick={focusMain}>
        Skip to content
      </a>
      <Header route={route} model={model} card={card} />
      <main id="main" className={styles.main} tabIndex={-1}>
        <Suspense fallback={<p>Opening…</p>}>
          {stored.kind === "loading" ? (
            <p>Looking at what is stored on this device…</p>
          ) : route === "ask" && model !== undefined ? (
            <Workspace
              key={model.id}
              modelId={model.id}
              clinical={card?.clinical ?? false}
              contextTokens={card?.defaultContextTokens ?? 0}
              choice={choice}
              onUseCpu={onUseCpu}
            />
          ) : (
            <ModelsView isFirstVisit={model === undefined} onReady={() => goTo("ask")} />
          )}
        </Suspense>
      </main>
    </div>
  );
}

/** A hash of its own would count as a route. */
function focusMain(event: MouseEvent): void {
  event.preventDefault();
  document.getElementById("main")?.focus();
}
