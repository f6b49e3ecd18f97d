import type { ReactNode } from "react";
import { classNames } from "./class-names";
import styles from "./notice.module.css";

export interface NoticeProps {
  tone: "info" | "warning" | "error";
  title: string;
  children?: ReactNode;
  actions?: ReactNode;
}

const marks = { info: "i", warning: "!", error: "×" } as const;

/** Something to know. Errors are announced at once, the rest is read in its place. */
export function Notice({ tone, title, children, actions }: NoticeProps) {
  return (
    <div className={classNames(styles.notice, styles[tone])} role={tone === "error" ? "alert" : undefined}>
      <span className={styles.mark} aria-hidden="true">
        {marks[tone]}
      </span>
      <div className={styles.text}>
        <strong>{title}</strong>
        {children !== undefined && <div>{children}</div>}
        {actions !== undefined && <div className={styles.actions}>{actions}</div>}
      </div>
    </div>
  );
}
