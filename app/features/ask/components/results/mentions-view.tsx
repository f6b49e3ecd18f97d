import { wordsAround } from "../../../../core/tasks/words-around";
import type { MentionGroup } from "../../../../core/tasks/result";
import type { Span } from "../../../../core/text/span";
import styles from "./results.module.css";
import { ShowInNote } from "./show-in-note";

export interface MentionsViewProps {
  groups: readonly MentionGroup[];
  note: string;
  onShow: (span: Span) => void;
}

/** Who or what is meant, each with the expressions that refer to it and the words around the first place of each. */
export function MentionsView({ groups, note, onShow }: MentionsViewProps) {
  return groups.map(({ referent, mentions }) => (
    <div key={referent.text} className={styles.group}>
      <h4 className={styles.term}>
        {referent.text}
        <ShowInNote name={referent.text} places={referent.inNote} onShow={onShow} />
      </h4>
      <ul className={styles.mentions} aria-label={`Refers to ${referent.text}`}>
        {mentions.map(({ text, inNote: places }) => (
          <li key={text}>
            <span className={styles.event}>
              <b>{text}</b>
              {places[0] !== undefined && <Context note={note} place={places[0]} />}
            </span>
            <ShowInNote name={text} places={places} onShow={onShow} />
          </li>
        ))}
      </ul>
    </div>
  ));
}

function Context({ note, place }: { note: string; place: Span }) {
  const { before, after } = wordsAround(note, place);
  return (
    <span className={styles.context}>
      {before}
      <b>{note.slice(place.start, place.end)}</b>
      {after}
    </span>
  );
}
