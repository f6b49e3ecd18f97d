import { Button } from "../../../ui/button";
import { Notice } from "../../../ui/notice";
import { cancelExport, closeExport } from "../export-model";
import { type Export, useExport } from "../export-store";
import styles from "./model-list.module.css";
import { WorkProgress } from "./work-progress";

/** How far carrying this model away is. Nothing for one that is not. */
export function ExportWork({ modelId }: { modelId: string }) {
  const work = useExport((state) => state.work);
  if (work.kind === "idle" || work.modelId !== modelId) return null;
  return (
    <div className={styles.export}>
      <Shown work={work} />
    </div>
  );
}

function Shown({ work }: { work: Exclude<Export, { kind: "idle" }> }) {
  switch (work.kind) {
    case "saving":
      return <WorkProgress label="Saving to the folder" amount={work} onCancel={cancelExport} />;
    case "saved":
      return (
        <Notice tone="info" title="The model is saved" actions={<Button onPress={closeExport}>Close</Button>}>
          It is in {work.folder}: choose that folder on another device.
        </Notice>
      );
    case "failed":
      return (
        <Notice tone="error" title="The model was not saved" actions={<Button onPress={closeExport}>Close</Button>}>
          {work.error.message}
        </Notice>
      );
  }
}
