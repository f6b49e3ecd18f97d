import type { SentenceSource, SourcePlace } from "../../../core/budget/trace-answer";
import type { SentenceEvidence } from "../../../core/evidence/evidence";
import { sectionName } from "../../../core/note/section-name";
import { Disclosure } from "../../../ui/disclosure";
import { TextLink } from "../../../ui/text-link";
import { pointAt } from "../ask-store";
import styles from "./answer-sources.module.css";

export interface AnswerSourcesProps {
  text: string;
  sentences: readonly SentenceEvidence[];
  /** One a sentence. */
  sources: readonly SentenceSource[];
  /** False where the note on the page is another one. */
  canShow: boolean;
}

const explanations: Record<SentenceSource["kind"], string> = {
  passage: "From",
  part: "From the model’s answer to",
  closest: "No part’s answer says this. Closest:",
  none: "",
};

/** Of an answer that was combined from parts: the sections of the note that each sentence leads back to. */
export function AnswerSources({ text, sentences, sources, canShow }: AnswerSourcesProps) {
  const traced = sentences.flatMap(({ sentence }, index) => {
    const source = sources[index];
    return source === undefined || source.places.length === 0 ? [] : [{ sentence, source }];
  });
  if (traced.length === 0) return null;
  return (
    <Disclosure level={3} title="Where each sentence comes from">
      <ol className={styles.sources} aria-label="Sentences and their sections">
        {traced.map(({ sentence, source: { kind, places } }) => (
          <li key={sentence.start}>
            <q className={styles.sentence}>{text.slice(sentence.start, sentence.end)}</q>
            <span className={styles.places}>
              {explanations[kind]}{" "}
              {places.map((place, index) => (
                <span key={place.span.start}>
                  {index > 0 && "; "}
                  {canShow ? (
                    <TextLink onPress={() => pointAt({ kind: "span", span: place.span })}>{nameOf(place)}</TextLink>
                  ) : (
                    nameOf(place)
                  )}
                </span>
              ))}
            </span>
          </li>
        ))}
      </ol>
    </Disclosure>
  );
}

/** Titles that a place is named by; a part may be made of many sections. */
const mostTitles = 3;

function nameOf({ titles }: SourcePlace): string {
  const named = titles.slice(0, mostTitles).map(sectionName).join(", ");
  return titles.length > mostTitles ? `${named} and ${titles.length - mostTitles} more` : named;
}
