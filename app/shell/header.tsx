import type { ModelRecord } from "../core/models/model-record";
import type { RunningEngine } from "../core/models/engine";
import type { VariantCard } from "../core/models/variant-card";
import { useAsk } from "../features/ask/ask-store";
import { useDevice } from "../features/device/device-store";
import { formatCount, formatThreads } from "../ui/format";
import { AppearanceDialog } from "./appearance-dialog";
import styles from "./header.module.css";
import { ShortcutsDialog } from "./shortcuts-dialog";
import type { Route } from "./use-route";

export interface HeaderProps {
  route: Route;
  model: ModelRecord | undefined;
  card: VariantCard | undefined;
}

/** Which model answers, on what, and where everything stays. */
export function Header({ route, model, card }: HeaderProps) {
  return (
    <header className={styles.header}>
      <h1 className={styles.brand}>
        <img src="/icon.svg" alt="" width="28" height="28" />
        Asclepius-R
      </h1>
      <nav className={styles.nav} aria-label="Views">
        <a href="#/ask" aria-current={route === "ask" ? "page" : undefined}>
          Ask
        </a>
        <a href="#/models" aria-current={route === "models" ? "page" : undefined}>
          Models
        </a>
      </nav>
      <p className={styles.model}>
        {model === undefined ? "No model yet" : <ModelState name={card?.name ?? model.variantId} modelId={model.id} />}
      </p>
      <div className={styles.tools}>
        <AppearanceDialog />
        <ShortcutsDialog />
      </div>
      <p className={styles.privacy}>Nothing leaves this device</p>
    </header>
  );
}

function ModelState({ name, modelId }: { name: string; modelId: string }) {
  const engine = useAsk((state) => state.engine);
  const software = useDevice(
    ({ detection }) =>
      detection.kind === "known" && detection.device.adapter.kind === "found" && detection.device.adapter.software,
  );
  if (engine.kind === "ready" && engine.model.modelId === modelId) {
    const { engine: running, contextTokens } = engine.model;
    return `${name} · ready on ${where(running, software)} · context ${formatCount(contextTokens)} tokens`;
  }
  if (engine.kind === "loading" && engine.modelId === modelId) return `${name} · loading`;
  return `${name} · stored, loads with the first question`;
}

function where(engine: RunningEngine, software: boolean): string {
  if (engine.kind === "cpu") return `CPU, ${formatThreads(engine.threads)}`;
  return `${software ? "software adapter" : "GPU"}, ${engine.build}`;
}
