import type { ParaphrasePair } from "../../../../core/tasks/result";
import type { Span } from "../../../../core/text/span";
import styles from "./results.module.css";
import { ShowInNote } from "./show-in-note";

/** Each passage and its paraphrase, side by side where there is room. */
export function ParaphraseView({ pairs, onShow }: { pairs: readonly ParaphrasePair[]; onShow: (span: Span) => void }) {
  return pairs.map(({ source, paraphrase, at }) => (
    <dl key={`${at.start} ${source.text}`} className={styles.pair}>
      <div>
        <dt className={styles.term}>
          Note
          <ShowInNote name="the passage" places={source.inNote} onShow={onShow} />
        </dt>
        <dd>{source.text}</dd>
      </div>
      <div>
        <dt className={styles.term}>Paraphrase</dt>
        <dd>{paraphrase}</dd>
      </div>
    </dl>
  ));
}
