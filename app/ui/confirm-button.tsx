import { Button } from "./button";
import { DialogButton } from "./dialog-button";

export interface ConfirmButtonProps {
  /** Visible text of the button that opens the question. */
  label: string;
  /** Its accessible name, where the visible text is not enough. */
  accessibleLabel: string;
  title: string;
  /** What happens, and what it cannot undo. */
  body: string;
  confirmLabel: string;
  onConfirm: () => void;
}

/** A button for what cannot be undone: it asks first. */
export function ConfirmButton({ confirmLabel, onConfirm, ...dialog }: ConfirmButtonProps) {
  return (
    <DialogButton
      {...dialog}
      role="alertdialog"
      actions={(close) => (
        <>
          <Button onPress={close} autoFocus>
            Keep it
          </Button>
          <Button
            look="danger"
            onPress={() => {
              close();
              onConfirm();
            }}
          >
            {confirmLabel}
          </Button>
        </>
      )}
    />
  );
}
