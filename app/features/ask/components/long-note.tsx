import { memo } from "react";
import { CheckboxButton, CheckboxField, CheckboxGroup, Label } from "react-aria-components";
import type { NoteBudget } from "../../../core/budget/measure-note";
import { sectionName } from "../../../core/note/section-name";
import { classNames } from "../../../ui/class-names";
import { formatCount } from "../../../ui/format";
import { RadioList } from "../../../ui/radio-list";
import type { LongNoteChoice } from "../ask-store";
import { chosenSections, tokensOf } from "../chosen-sections";
import styles from "./long-note.module.css";

export interface LongNoteProps {
  budget: NoteBudget;
  choice: LongNoteChoice;
  onChange: (choice: LongNoteChoice) => void;
}

/** How a note that does not fit the model's context is read. Drawn anew only when that changes: a list may have many sections. */
export const LongNote = memo(function LongNote({ budget, choice, onChange }: LongNoteProps) {
  return (
    <div className={styles.choice}>
      <RadioList
        label="How to read a note this long"
        options={[
          {
            value: "parts",
            name: "All of it, in parts",
            description: `${budget.parts.length} parts are asked one after the other, and their answers put together as they are, without those that only say that their part does not tell.`,
          },
          {
            value: "combined",
            name: "All of it, combined by the model",
            description:
              "The same, and then the model makes one answer of them: shorter, but it may lose or add something.",
          },
          {
            value: "sections",
            name: "Only some sections",
            description: "In one go: those that have most to do with the question, or those that you choose.",
          },
        ]}
        value={choice.kind}
        onChange={(kind) => onChange({ kind })}
      />
      {choice.kind === "sections" && <SectionChoice budget={budget} chosen={choice.chosen} onChange={onChange} />}
    </div>
  );
});

interface SectionChoiceProps {
  budget: NoteBudget;
  chosen: readonly number[] | undefined;
  onChange: (choice: LongNoteChoice) => void;
}

function SectionChoice({ budget, chosen, onChange }: SectionChoiceProps) {
  const { sections, room } = budget;
  const indices = chosenSections(budget, chosen);
  const used = tokensOf(budget, indices);
  return (
    <CheckboxGroup
      className={classNames(styles.sections)}
      value={indices.map(String)}
      onChange={(values) => onChange({ kind: "sections", chosen: values.map(Number) })}
    >
      <Label>
        Sections that are read: {formatCount(used)} of {formatCount(room)} tokens
      </Label>
      {used > room && <p className={styles.problem}>They have no room together. Leave some out.</p>}
      {sections.map(({ title, tokens, start }, index) => (
        <CheckboxField key={start} value={String(index)}>
          <CheckboxButton className={classNames(styles.section)}>
            <span className={styles.box} aria-hidden="true" />
            <span className={styles.title}>{sectionName(title)}</span>
            <span className={styles.tokens}>{formatCount(tokens)}</span>
          </CheckboxButton>
        </CheckboxField>
      ))}
    </CheckboxGroup>
  );
}
