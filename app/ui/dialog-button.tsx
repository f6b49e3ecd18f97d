import type { ReactNode } from "react";
import { Dialog, DialogTrigger, Heading, Modal, ModalOverlay } from "react-aria-components";
import { Button } from "./button";
import { classNames } from "./class-names";
import styles from "./dialog-button.module.css";

export interface DialogButtonProps {
  /** Visible text of the button that opens the dialog. */
  label: string;
  /** Its accessible name, where the visible text is not enough. */
  accessibleLabel: string;
  isDisabled?: boolean;
  role?: "dialog" | "alertdialog";
  title: string;
  body: ReactNode;
  /** Buttons at the dialog's end. */
  actions: (close: () => void) => ReactNode;
}

/** A button that opens a dialog. */
export function DialogButton(props: DialogButtonProps) {
  const { label, accessibleLabel, isDisabled = false, role = "dialog", title, body, actions } = props;
  return (
    <DialogTrigger>
      <Button look="quiet" aria-label={accessibleLabel} isDisabled={isDisabled}>
        {label}
      </Button>
      <ModalOverlay className={classNames(styles.overlay)} isDismissable>
        <Modal className={classNames(styles.modal)}>
          <Dialog role={role} className={classNames(styles.dialog)}>
            {({ close }) => (
              <>
                <Heading slot="title" level={2}>
                  {title}
                </Heading>
                <div>{body}</div>
                <div className={styles.actions}>{actions(close)}</div>
              </>
            )}
          </Dialog>
        </Modal>
      </ModalOverlay>
    </DialogTrigger>
  );
}
