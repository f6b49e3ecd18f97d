import type { Mention, Relation } from "../../../../core/tasks/result";
import type { Span } from "../../../../core/text/span";
import { DataTable } from "../../../../ui/data-table";
import styles from "./results.module.css";
import { ShowInNote } from "./show-in-note";

/** What is related to what, and how. */
export function RelationsView({ relations, onShow }: { relations: readonly Relation[]; onShow: (span: Span) => void }) {
  const side = ({ text, inNote }: Mention) => (
    <span className={styles.term}>
      {text}
      <ShowInNote name={text} places={inNote} onShow={onShow} />
    </span>
  );
  return (
    <DataTable
      caption="Relations"
      hideCaption
      columns={["First", "Relation", "Second"]}
      rows={relations.map(({ subject, relation, object }) => ({
        key: `${subject.text} ${relation} ${object.text}`,
        cells: [side(subject), relation === "" ? "–" : relation, side(object)],
      }))}
    />
  );
}
