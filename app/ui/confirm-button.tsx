import { Dialog, DialogTrigger, Heading, Modal, ModalOverlay } from "react-aria-components";
import { Button } from "./button";
import { classNames } from "./class-names";
import styles from "./confirm-button.module.css";

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
export function ConfirmButton({ label, accessibleLabel, title, body, confirmLabel, onConfirm }: ConfirmButtonProps) {
  return (
    <DialogTrigger>
      <Button look="quiet" aria-label={accessibleLabel}>
        {label}
      </Button>
      <ModalOverlay className={classNames(styles.overlay)} isDismissable>
        <Modal className={classNames(styles.modal)}>
          <Dialog role="alertdialog" className={classNames(styles.dialog)}>
            {({ close }) => (
              <>
                <Heading slot="title" level={2}>
                  {title}
                </Heading>
                <p>{body}</p>
                <div className={styles.actions}>
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
                </div>
              </>
            )}
          </Dialog>
        </Modal>
      </ModalOverlay>
    </DialogTrigger>
  );
}
