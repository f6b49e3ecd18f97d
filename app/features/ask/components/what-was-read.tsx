import { sectionName } from "../../../core/note/section-name";
import { Disclosure } from "../../../ui/disclosure";
import { TextLink } from "../../../ui/text-link";
import { pointAt, type Sent } from "../ask-store";
import styles from "./what-was-read.module.css";

export interface WhatWasReadProps {
  sent: Sent;
  /** False where the note on the page is another one. */
  canShow: boolean;
}

/** What an answer was read from, where that was not the whole note at once. */
export function WhatWasRead({ sent, canShow }: WhatWasReadProps) {
  switch (sent.kind) {
    case "whole":
      return null;
    case "sections":
      return (
        <p className={styles.fact}>
          Read: {named(sent.read)}. Not read: {named(sent.left)}.
        </p>
      );
    case "parts":
      return (
        <Disclosure
          level={3}
          title={`Combined from ${sent.answers.length} answers, one a part of the note`}
          accessibleTitle={`The ${sent.answers.length} answers that were combined`}
        >
          <ol className={styles.parts}>
            {sent.answers.map(({ span, titles, text, isCut }) => (
              <li key={span.start}>
                <p className={styles.title}>{named(titles)}</p>
                <p className={styles.text}>{text}</p>
                {isCut && <p className={styles.fact}>Cut at the length it may have.</p>}
                {canShow && (
                  <TextLink onPress={() => pointAt({ kind: "span", span })}>Show this part in the note</TextLink>
                )}
              </li>
            ))}
          </ol>
        </Disclosure>
      );
  }
}

function named(titles: readonly string[]): string {
  return titles.map(sectionName).join(", ") || "nothing";
}
