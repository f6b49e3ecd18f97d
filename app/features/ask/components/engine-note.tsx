import type { EngineChoice } from "../../../core/models/choose-engine";
import styles from "./engine-note.module.css";

/** Says plainly that answers are computed on the processor, and why. On a GPU there is nothing to say. */
export function EngineNote({ choice }: { choice: EngineChoice }) {
  if (choice.kind === "gpu") return null;
  return (
    <p className={styles.note}>
      Running on the CPU
      {choice.because === undefined ? ", as you chose" : `: no usable GPU was found, because ${choice.because}`}.{" "}
      <a href="#/models">Change where models run</a>
    </p>
  );
}
