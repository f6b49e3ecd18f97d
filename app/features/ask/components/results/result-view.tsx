import { useId } from "react";
import type { TaskResult } from "../../../../core/tasks/result";
import type { Span } from "../../../../core/text/span";
import { AbbreviationsView } from "./abbreviations-view";
import { EntitiesView } from "./entities-view";
import { MentionsView } from "./mentions-view";
import { ParaphraseView } from "./paraphrase-view";
import { RelationsView } from "./relations-view";
import styles from "./results.module.css";
import { SummaryView } from "./summary-view";
import { TimelineView } from "./timeline-view";

export interface ResultViewProps {
  result: TaskResult;
  /** The note and the answer that the result was read from. */
  note: string;
  answer: string;
  /** Shows a part of the note. */
  onShow: (span: Span) => void;
}

const titles: Record<TaskResult["kind"], string> = {
  text: "Text",
  entities: "Terms by type",
  abbreviations: "Abbreviations",
  relations: "Relations",
  timeline: "Timeline",
  mentions: "References",
  paraphrase: "Paraphrase",
  summary: "Summary by section",
};

/** What a task's answer says, laid out as its task wants it. */
export function ResultView(props: ResultViewProps) {
  const titleId = useId();
  return (
    <section className={styles.result} aria-labelledby={titleId}>
      <h3 id={titleId}>{titles[props.result.kind]}</h3>
      <Content {...props} />
    </section>
  );
}

function Content({ result, note, answer, onShow }: ResultViewProps) {
  switch (result.kind) {
    case "text":
      return <p className={styles.text}>{answer}</p>;
    case "entities":
      return <EntitiesView groups={result.groups} onShow={onShow} />;
    case "abbreviations":
      return <AbbreviationsView abbreviations={result.abbreviations} note={note} onShow={onShow} />;
    case "relations":
      return <RelationsView relations={result.relations} onShow={onShow} />;
    case "timeline":
      return <TimelineView events={result.events} onShow={onShow} />;
    case "mentions":
      return <MentionsView groups={result.groups} note={note} onShow={onShow} />;
    case "paraphrase":
      return <ParaphraseView pairs={result.pairs} onShow={onShow} />;
    case "summary":
      return <SummaryView sections={result.sections} onShow={onShow} />;
  }
}
