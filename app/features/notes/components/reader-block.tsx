import { memo, type ReactNode } from "react";
import type { Span } from "../../../core/text/span";
import { classNames } from "../../../ui/class-names";
import { clipSpans, type MarkedSpan } from "../flatten-marks";
import type { ReadingBlock } from "../reading-blocks";
import styles from "./reader-block.module.css";

export interface ReaderBlockProps {
  block: ReadingBlock;
  /** In offsets of the note, none beyond the block. */
  marked: readonly MarkedSpan[];
  /** The id to bring out, if marks of the block carry it. */
  active: string | undefined;
}

/** A part of the note with its marks. It is drawn anew only when something of its own changes. */
export const ReaderBlock = memo(function ReaderBlock({ block, marked, active }: ReaderBlockProps) {
  const { start, end, text, heading } = block;
  const textOf = (span: Span) => text.slice(span.start - start, span.end - start);
  const marksOf = (span: Span) => {
    const parts: ReactNode[] = [];
    let from = span.start;
    for (const mark of clipSpans(marked, span)) {
      parts.push(textOf({ start: from, end: mark.start }));
      parts.push(<Mark key={mark.start} mark={mark} text={textOf(mark)} active={active} />);
      from = mark.end;
    }
    parts.push(textOf({ start: from, end: span.end }));
    return parts;
  };
  return (
    <div className={styles.block}>
      {heading === undefined ? (
        marksOf(block)
      ) : (
        <>
          {textOf({ start, end: heading.start })}
          <h3 className={styles.heading} data-section={heading.start} tabIndex={-1}>
            {marksOf(heading)}
          </h3>
          {marksOf({ start: heading.end, end })}
        </>
      )}
    </div>
  );
}, looksSame);

/** The reader listens for all its marks; see note-reader.tsx. */
function Mark({ mark, text, active }: { mark: MarkedSpan; text: string; active: string | undefined }) {
  const isActive = active !== undefined && mark.ids.includes(active);
  return (
    <mark
      className={classNames(styles.mark, styles[mark.kind], isActive && styles.active)}
      role="button"
      tabIndex={-1}
      title={mark.label}
      aria-current={isActive || undefined}
      data-start={mark.start}
    >
      {text}
    </mark>
  );
}

function looksSame(before: ReaderBlockProps, after: ReaderBlockProps): boolean {
  return (
    before.block === after.block &&
    before.active === after.active &&
    before.marked.length === after.marked.length &&
    before.marked.every((span, index) => {
      const other = after.marked[index];
      return (
        other?.start === span.start &&
        other.end === span.end &&
        other.kind === span.kind &&
        other.label === span.label &&
        other.ids.join() === span.ids.join()
      );
    })
  );
}
