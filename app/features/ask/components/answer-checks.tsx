import { useMemo } from "react";
import type { Conflict, SentenceEvidence } from "../../../core/evidence/evidence";
import { untouchedSections } from "../../../core/evidence/untouched-sections";
import { findSections } from "../../../core/note/sections";
import { classNames } from "../../../ui/class-names";
import { Disclosure } from "../../../ui/disclosure";
import { TextLink } from "../../../ui/text-link";
import { pointAt } from "../ask-store";
import styles from "./answer-checks.module.css";

export interface AnswerChecksProps {
  note: string;
  text: string;
  sentences: readonly SentenceEvidence[];
  /** False where the note on the page is another one. */
  canShow: boolean;
}

const conflictNames: Record<Conflict["kind"], string> = {
  number: "number",
  dose: "dose",
  date: "date",
  laterality: "side",
  negation: "yes or no",
};

/** What a reader must look at: sentences that the note contradicts or does not support, and what the answer leaves out. */
export function AnswerChecks({ note, text, sentences, canShow }: AnswerChecksProps) {
  const untouched = useMemo(
    () => untouchedSections(findSections(note), sentences).filter(({ title }) => title !== ""),
    [note, sentences],
  );
  const count = (verdict: SentenceEvidence["verdict"]) =>
    sentences.filter((sentence) => sentence.verdict === verdict).length;
  const claims = sentences.length - count("no-claim");
  if (claims === 0) return null;
  return (
    <section className={styles.checks} aria-label="Checked against the note">
      <p className={styles.summary}>
        <strong>
          {count("supported")} of {claims} {claims === 1 ? "sentence" : "sentences"} found in the note
        </strong>
        {count("contradicted") > 0 &&
          `, ${count("contradicted")} differ${count("contradicted") === 1 ? "s" : ""} from it`}
        {count("unsupported") > 0 && `, ${count("unsupported")} without support`}
        {count("not-told") > 0 && `, ${count("not-told")} that the note does not tell`}. Words are compared, not
        meaning: read what matters yourself.
      </p>
      <ul className={styles.list}>
        {sentences.map((evidence, index) =>
          evidence.verdict === "contradicted" || evidence.verdict === "unsupported" ? (
            <li key={index} className={classNames(styles.finding, styles[evidence.verdict])}>
              <q>{text.slice(evidence.sentence.start, evidence.sentence.end)}</q>
              <span>{finding(evidence, note, text)}</span>
              {canShow && evidence.passages.length > 0 && (
                <TextLink onPress={() => pointAt({ kind: "sentence", index })}>Show in the note</TextLink>
              )}
            </li>
          ) : null,
        )}
      </ul>
      {untouched.length > 0 && (
        <Disclosure
          level={3}
          title={`${untouched.length} ${untouched.length === 1 ? "section" : "sections"} that the answer does not touch`}
        >
          <ul className={styles.sections}>
            {untouched.map(({ title, heading }) => (
              <li key={heading.start}>
                {canShow ? (
                  <TextLink onPress={() => pointAt({ kind: "span", span: heading })}>{title}</TextLink>
                ) : (
                  title
                )}
              </li>
            ))}
          </ul>
        </Disclosure>
      )}
    </section>
  );
}

function finding({ conflicts, verdict }: SentenceEvidence, note: string, text: string): string {
  const [conflict] = conflicts;
  if (verdict === "unsupported" || conflict === undefined) return "No support found in the note.";
  const said = text.slice(conflict.inAnswer.start, conflict.inAnswer.end);
  const written = note.slice(conflict.inNote.start, conflict.inNote.end);
  return `Another ${conflictNames[conflict.kind]}: the answer says “${said}”, the note “${written}”.`;
}
