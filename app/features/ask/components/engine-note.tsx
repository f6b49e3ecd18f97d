import type { EngineChoice } from "../../../core/models/choose-engine";
import { Notice } from "../../../ui/notice";
import styles from "./engine-note.module.css";

/** Says plainly that answers are computed on the processor, and why. On a GPU there is nothing to say. */
export function EngineNote({ choice }: { choice: EngineChoice }) {
  if (choice.kind === "gpu") return null;
  const change = <a href="#/models">Change where models run</a>;
  if (choice.problem !== undefined) {
    return (
      <Notice tone="warning" title="This model cannot run here">
        {choice.because !== undefined && `No usable GPU was found, because ${choice.because}. `}
        {choice.problem} {change}
      </Notice>
    );
  }
  return (
    <p className={styles.note}>
      Running on the CPU
      {choice.because === undefined ? ", as you chose" : `: no usable GPU was found, because ${choice.because}`}.{" "}
      {change}
    </p>
  );
}
