import { useId, useRef, type ReactNode } from "react";
import styles from "./panel.module.css";
import { useKeptFocus } from "./use-kept-focus";

export interface PanelProps {
  /** By which it can be gone to. */
  id?: string;
  title: string;
  /** Buttons at the end of the heading's line. */
  actions?: ReactNode;
  children: ReactNode;
}

/** A titled region of a view. It takes the focus where what had it is gone. */
export function Panel({ id, title, actions, children }: PanelProps) {
  const titleId = useId();
  const section = useRef<HTMLElement>(null);
  useKeptFocus(section);
  return (
    <section ref={section} id={id} className={styles.panel} aria-labelledby={titleId} tabIndex={-1}>
      <header className={styles.header}>
        <h2 id={titleId}>{title}</h2>
        {actions !== undefined && <div className={styles.actions}>{actions}</div>}
      </header>
      <div className={styles.body}>{children}</div>
    </section>
  );
}
