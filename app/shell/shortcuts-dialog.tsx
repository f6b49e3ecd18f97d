import { Button } from "../ui/button";
import { DialogButton } from "../ui/dialog-button";
import styles from "./shortcuts-dialog.module.css";
import { shortcuts } from "./use-shortcuts";

/** A button that lists what the keyboard does. */
export function ShortcutsDialog() {
  return (
    <DialogButton
      label="Keyboard"
      accessibleLabel="Keyboard shortcuts"
      title="Keyboard shortcuts"
      body={
        <dl className={styles.list}>
          {shortcuts.map(({ keys, does }) => (
            <div key={keys}>
              <dt>{keys}</dt>
              <dd>{does}</dd>
            </div>
          ))}
        </dl>
      }
      actions={(close) => <Button onPress={close}>Close</Button>}
    />
  );
}
