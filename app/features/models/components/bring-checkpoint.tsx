import { DropZone, FileTrigger, isDirectoryDropItem, isFileDropItem, type DropItem } from "react-aria-components";
import { Button } from "../../../ui/button";
import type { ChosenCheckpoint } from "../../../workers/convert/protocol";
import { inspectCheckpoint } from "../convert-checkpoint";
import { classNames } from "../../../ui/class-names";
import styles from "./bring-checkpoint.module.css";

/** Where a checkpoint is dropped or picked. */
export function BringCheckpoint({ onDemo }: { onDemo: () => void }) {
  const pick = (list: FileList | null) => {
    const files = outermost([...(list ?? [])]);
    const folder = files[0]?.webkitRelativePath.split("/").at(-2);
    if (files.length > 0) void inspectCheckpoint(named(files, folder));
  };
  return (
    <DropZone
      className={classNames(styles.zone)}
      aria-label="Drop a checkpoint here"
      onDrop={(event) => void droppedFiles(event.items).then(inspectCheckpoint)}
    >
      <p className={styles.lead}>Drop a checkpoint here: its folder, its files, or a GGUF file.</p>
      <div className={styles.actions}>
        <FileTrigger acceptDirectory onSelect={pick}>
          <Button look="primary">Choose a folder…</Button>
        </FileTrigger>
        <FileTrigger allowsMultiple onSelect={pick}>
          <Button>Choose files…</Button>
        </FileTrigger>
      </div>
      <p className={styles.or}>
        No checkpoint at hand?{" "}
        <Button look="quiet" onPress={onDemo}>
          Use the demo model
        </Button>
      </p>
      <p className={styles.hint}>
        Hugging Face folders with safetensors or PyTorch weights and GGUF files are read, also within a .zip or .tar,
        and models that were exported from this page. The demo model is small and general: it shows how everything
        works, not what Asclepius-R knows.
      </p>
    </DropZone>
  );
}

/** Of a picked folder, which comes with all that lies within: the files that stand in it, or in the one that it is wrapped in. */
function outermost(files: readonly File[]): File[] {
  const seen = files.filter(({ name }) => !name.startsWith("."));
  const depthOf = ({ webkitRelativePath }: File) => webkitRelativePath.split("/").length;
  const least = seen.reduce((depth, file) => Math.min(depth, depthOf(file)), Infinity);
  return seen.filter((file) => depthOf(file) === least);
}

async function droppedFiles(items: DropItem[]): Promise<ChosenCheckpoint> {
  const files: File[] = [];
  let folder: string | undefined;
  for (const item of items) {
    if (isFileDropItem(item)) files.push(await item.getFile());
    if (isDirectoryDropItem(item)) {
      folder ??= item.name;
      for await (const entry of item.getEntries()) {
        if (isFileDropItem(entry)) files.push(await entry.getFile());
      }
    }
  }
  return named(files, folder);
}

function named(files: File[], folder: string | undefined): ChosenCheckpoint {
  return folder === undefined || folder === "" ? { files } : { files, folder };
}
