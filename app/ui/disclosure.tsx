import type { ReactNode } from "react";
import { Button, Disclosure as AriaDisclosure, DisclosurePanel, Heading } from "react-aria-components";
import { classNames } from "./class-names";
import styles from "./disclosure.module.css";

export interface DisclosureProps {
  title: string;
  /** The title for those who do not see what it belongs to, where it says too little. */
  accessibleTitle?: string;
  /** Of the title as a heading: one below the heading that it stands under. */
  level?: 3 | 4;
  children: ReactNode;
}

/** What only some want to read, behind its title. */
export function Disclosure({ title, accessibleTitle = title, level = 4, children }: DisclosureProps) {
  return (
    <AriaDisclosure className={classNames(styles.disclosure)}>
      <Heading level={level} className={classNames(styles.heading)}>
        <Button slot="trigger" className={classNames(styles.trigger)} aria-label={accessibleTitle}>
          <span className={styles.mark} aria-hidden="true" />
          {title}
        </Button>
      </Heading>
      <DisclosurePanel className={classNames(styles.panel)}>{children}</DisclosurePanel>
    </AriaDisclosure>
  );
}
