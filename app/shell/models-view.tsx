import { DevicePanel } from "../features/device/components/device-panel";
import { ModelsPanel } from "../features/models/components/models-panel";
import { About } from "./about";
import styles from "./models-view.module.css";
import { Welcome } from "./welcome";

export interface ModelsViewProps {
  /** True while there is no model. */
  isFirstVisit: boolean;
  /** Called when a model has become ready. */
  onReady: () => void;
}

/** Models on this device and how to bring one, and the device itself. */
export default function ModelsView({ isFirstVisit, onReady }: ModelsViewProps) {
  return (
    <div className={styles.models}>
      <div className={styles.column}>
        {isFirstVisit && <Welcome />}
        <ModelsPanel onReady={onReady} />
      </div>
      <div className={styles.column}>
        <DevicePanel />
        <About />
      </div>
    </div>
  );
}
