import { DropZone, FileTrigger, isDirectoryDropItem, isFileDropItem, type DropItem } from "react-aria-components";
import { Button } from "../../../ui/button";
import { inspectCheckpoint } from "../convert-checkpoint";
import styles from "./bring-checkpoint.module.css";

/** Where a checkpoint is dropped or picked. */
export function BringCheckpoint({ onDemo }: { onDemo: () => void }) {
  const pick = (list: FileList | null) => {
    if (list !== null && list.length > 0) void inspectCheckpoint([...list]);
  };
  return (
    <DropZone
      className={styles["zone"] ?? ""}
      aria-label="Drop a checkpoint here"
      onDrop={(event) => void droppedFiles(event.items).then((files) => inspectCheckpoint(files))}
    >
      <p className={styles["lead"]}>Drop a checkpoint here: its folder, its files, or a GGUF file.</p>
      <div className={styles["actions"]}>
        <FileTrigger acceptDirectory onSelect={pick}>
          <Button look="primary">Choose a folder…</Button>
        </FileTrigger>
        <FileTrigger allowsMultiple onSelect={pick}>
          <Button>Choose files…</Button>
        </FileTrigger>
      </div>
      <p className={styles["or"]}>
        No checkpoint at hand?{" "}
        <Button look="quiet" onPress={onDemo}>
          Use the demo model
        </Button>
      </p>
      <p className={styles["hint"]}>
        Hugging Face folders with safetensors weights and GGUF files are read. The demo model is small and general: it shows
        how everything works, not what Asclepius-R knows.
      </p>
    </DropZone>
  );
}

async function droppedFiles(items: DropItem[]): Promise<File[]> {
  const files: File[] = [];
  for (const item of items) {
    if (isFileDropItem(item)) files.push(await item.getFile());
    if (isDirectoryDropItem(item)) {
      for await (const entry of item.getEntries()) {
        if (isFileDropItem(entry)) files.push(await entry.getFile());
      }
    }
  }
  return files;
}
