import type { TimelineEvent } from "../../../../core/tasks/result";
import type { Span } from "../../../../core/text/span";
import styles from "./results.module.css";
import { ShowInNote } from "./show-in-note";

/** Events in their order, each behind its date. */
export function TimelineView({ events, onShow }: { events: readonly TimelineEvent[]; onShow: (span: Span) => void }) {
  return (
    <ol className={styles.timeline}>
      {events.map(({ when, event, inNote, at }) => (
        <li key={`${at.start} ${when} ${event}`}>
          <span className={styles.when}>{when === "" ? "No date" : when}</span>
          <span className={styles.event}>{event}</span>
          <ShowInNote name={[when, event].join(" ").trim()} places={inNote} onShow={onShow} />
        </li>
      ))}
    </ol>
  );
}
