import { useId, type ReactNode } from "react";
import styles from "./panel.module.css";

export interface PanelProps {
  /** By which it can be gone to. */
  id?: string;
  title: string;
  /** Buttons at the end of the heading's line. */
  actions?: ReactNode;
  children: ReactNode;
}

/** A titled region of a view. */
export function Panel({ id, title, actions, children }: PanelProps) {
  const titleId = useId();
  return (
    <section id={id} className={styles.panel} aria-labelledby={titleId} tabIndex={id === undefined ? undefined : -1}>
      <header className={styles.header}>
        <h2 id={titleId}>{title}</h2>
        {actions !== undefined && <div className={styles.actions}>{actions}</div>}
      </header>
      <div className={styles.body}>{children}</div>
    </section>
  );
}
