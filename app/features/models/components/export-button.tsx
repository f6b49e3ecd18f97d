import type { ModelRecord } from "../../../core/models/model-record";
import { Button } from "../../../ui/button";
import { DialogButton } from "../../../ui/dialog-button";
import { formatBytes } from "../../../ui/format";
import { canSaveToFolder, saveAsOneFile, saveToFolder } from "../export-model";
import { useExport } from "../export-store";

/** Carries a stored model away: to another device, or for a class. */
export function ExportButton({ model, name }: { model: ModelRecord; name: string }) {
  const isBusy = useExport(({ work }) => work.kind === "saving");
  const ways = [
    { label: "Save as one file", save: saveAsOneFile, isOffered: true },
    { label: "Save to a folder…", save: saveToFolder, isOffered: canSaveToFolder },
  ];
  return (
    <DialogButton
      label="Export…"
      accessibleLabel={`Export ${name}`}
      isDisabled={isBusy}
      title="Take this model along"
      body={
        `${model.label} takes ${formatBytes(model.sizeBytes)}. On another device, choose the saved file or folder where a ` +
        "checkpoint is chosen: nothing needs to be converted again. The terms of the checkpoint hold for the saved model, too."
      }
      actions={(close) => (
        <>
          <Button onPress={close} autoFocus>
            Cancel
          </Button>
          {ways
            .filter(({ isOffered }) => isOffered)
            .map(({ label, save }) => (
              <Button
                key={label}
                onPress={() => {
                  close();
                  void save(model.id);
                }}
              >
                {label}
              </Button>
            ))}
        </>
      )}
    />
  );
}
