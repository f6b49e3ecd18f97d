import { useState } from "react";
import { expandInPlace } from "../../../../core/tasks/expand-in-place";
import type { Abbreviation } from "../../../../core/tasks/result";
import type { Span } from "../../../../core/text/span";
import { DataTable } from "../../../../ui/data-table";
import { Segmented } from "../../../../ui/segmented";
import styles from "./results.module.css";
import { ShowInNote } from "./show-in-note";

const ways = [
  { value: "table", name: "Table" },
  { value: "note", name: "In the note’s text" },
] as const;

export interface AbbreviationsViewProps {
  abbreviations: readonly Abbreviation[];
  note: string;
  onShow: (span: Span) => void;
}

/** Abbreviations and their expansions in a table, or the note's text with the expansions in place. */
export function AbbreviationsView({ abbreviations, note, onShow }: AbbreviationsViewProps) {
  const [way, setWay] = useState<(typeof ways)[number]["value"]>("table");
  return (
    <>
      <div>
        <Segmented label="How to see the expansions" options={ways} value={way} onChange={setWay} />
      </div>
      {way === "table" ? (
        <DataTable
          caption="Abbreviations"
          hideCaption
          columns={["Abbreviation", "Stands for", "In the note"]}
          endsInButtons
          rows={abbreviations.map(({ text, expansion, inNote }) => ({
            key: text,
            cells: [text, expansion, <ShowInNote key="show" name={text} places={inNote} onShow={onShow} />],
          }))}
        />
      ) : (
        // It scrolls, so that the keyboard must be able to reach it.
        <div className={styles.expandedNote} role="region" aria-label="Note with expansions" tabIndex={0}>
          {expandInPlace(note, abbreviations).map(({ text, expansion }, index) =>
            expansion === undefined ? (
              text
            ) : (
              <span key={index}>
                {text} <ins className={styles.expansion}>[{expansion}]</ins>
              </span>
            ),
          )}
        </div>
      )}
    </>
  );
}
