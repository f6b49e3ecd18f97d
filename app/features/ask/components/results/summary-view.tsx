import type { SummarySection } from "../../../../core/tasks/result";
import type { Span } from "../../../../core/text/span";
import styles from "./results.module.css";
import { ShowInNote } from "./show-in-note";

/** The summary of each section below its title, which leads to the section of the note. */
export function SummaryView({
  sections,
  onShow,
}: {
  sections: readonly SummarySection[];
  onShow: (span: Span) => void;
}) {
  return sections.map(({ title, paragraphs, inNote, at }) => (
    <div key={at.start} className={styles.group}>
      {title !== "" && (
        <h4 className={styles.term}>
          {title}
          {inNote.length > 0 && <ShowInNote name={title} places={inNote} onShow={onShow} />}
        </h4>
      )}
      {paragraphs.map((paragraph, index) => (
        <p key={index}>{paragraph}</p>
      ))}
    </div>
  ));
}
