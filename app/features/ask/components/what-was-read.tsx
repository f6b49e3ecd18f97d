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
      return sent.answers.length === 0 ? null : (
        <Disclosure level={3} title={partsTitle(sent.answers.length, sent.count)}>
          <ol className={styles.parts}>
            {sent.answers.map(({ span, titles, text, cut }) => (
              <li key={span.start}>
                <p className={styles.title}>{named(titles)}</p>
                <p className={styles.text}>{text}</p>
                {cut !== undefined && <p className={styles.fact}>{cuts[cut]}</p>}
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

const cuts = { length: "Cut at the length it may have.", unfinished: "Not finished." };

function partsTitle(answered: number, count: number): string {
  if (answered === count) return `Combined from ${answered} answers, one a part of the note`;
  return answered === 1 ? "The answer to the first part" : `The answers to the first ${answered} parts`;
}

function named(titles: readonly string[]): string {
  return titles.map(sectionName).join(", ") || "nothing";
}
