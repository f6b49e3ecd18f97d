import { useEffect, type MouseEvent } from "react";
import { findVariant } from "../core/models/variants";
import { AskWorkspace } from "../features/ask/components/ask-workspace";
import { unloadDeletedModel } from "../features/ask/load-model";
import { useEngineChoice } from "./use-engine-choice";
import { detectDevice } from "../features/device/detect-device";
import { DevicePanel } from "../features/device/components/device-panel";
import { ModelsPanel } from "../features/models/components/models-panel";
import { selectedModel, useModels } from "../features/models/models-store";
import { watchStoredModels } from "../features/models/watch-stored-models";
import { About } from "./about";
import styles from "./app.module.css";
import { Header } from "./header";
import { goTo, useRoute } from "./use-route";
import { Welcome } from "./welcome";

export function App() {
  useEffect(() => {
    void detectDevice();
    return watchStoredModels();
  }, []);
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
        {stored.kind === "loading" ? (
          <p>Looking at what is stored on this device…</p>
        ) : route === "ask" && model !== undefined ? (
          <AskWorkspace
            key={model.id}
            modelId={model.id}
            clinical={card?.clinical ?? false}
            choice={choice}
            onUseCpu={onUseCpu}
          />
        ) : (
          <div className={styles.models}>
            <div className={styles.column}>
              {model === undefined && <Welcome />}
              <ModelsPanel onReady={() => goTo("ask")} />
            </div>
            <div className={styles.column}>
              <DevicePanel />
              <About />
            </div>
          </div>
        )}
      </main>
    </div>
  );
}

/** A hash of its own would count as a route. */
function focusMain(event: MouseEvent): void {
  event.preventDefault();
  document.getElementById("main")?.focus();
}
