import {
  useCallback,
  useEffect,
  useMemo,
  useRef,
  type KeyboardEvent,
  type RefObject,
  type SyntheticEvent,
} from "react";
import { findSections } from "../../../core/note/sections";
import { clipSpans, flattenMarks } from "../flatten-marks";
import type { NoteMark } from "../../../core/note/note-mark";
import { readingBlocks } from "../reading-blocks";
import styles from "./note-reader.module.css";
import { ReaderBlock } from "./reader-block";
import { SectionLinks } from "./section-links";
import { revealActive, stepToMark } from "./walk-marks";

export interface MarkProps {
  marks: readonly NoteMark[];
  /** One of the marks' ids: its marks are brought out, and into view. */
  active: string | undefined;
  /**
   * Says which ids the user points at, with the pointer or the focus: none once they point elsewhere. `chosen` when they press
   * the mark.
   */
  onMark: (ids: string[], how: "pointed" | "chosen") => void;
}

/** The note as it is written, with its marks, and the way to its sections. */
export function NoteReader({ text, marks, active, onMark }: MarkProps & { text: string }) {
  const scroller = useRef<HTMLDivElement>(null);
  const sections = useMemo(() => findSections(text), [text]);
  const blocks = useMemo(() => readingBlocks(text, sections), [text, sections]);
  const marked = useMemo(() => flattenMarks(marks, text.length), [marks, text]);
  const pointed = useRef<string[]>([]);
  const goTo = useCallback((start: number) => goToSection(scroller, start), []);

  const activeStart = active === undefined ? undefined : marked.find(({ ids }) => ids.includes(active))?.start;

  useEffect(() => {
    if (activeStart !== undefined && scroller.current !== null) revealActive(scroller.current);
  }, [active, activeStart]);

  const idsAt = ({ target }: SyntheticEvent): string[] => {
    const mark = target instanceof Element ? target.closest<HTMLElement>("mark") : null;
    const start = Number(mark?.dataset.start);
    return marked.find((span) => span.start <= start && start < span.end)?.ids ?? [];
  };
  const point = (ids: string[]) => {
    if (ids.join() === pointed.current.join()) return;
    pointed.current = ids;
    onMark(ids, "pointed");
  };
  const choose = (event: SyntheticEvent) => {
    const ids = idsAt(event);
    if (ids.length > 0) onMark(ids, "chosen");
    return ids.length > 0;
  };
  const onKeyDown = (event: KeyboardEvent<HTMLElement>) => {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    const handled = step !== undefined ? stepToMark(event.currentTarget, step) : isPress(event) && choose(event);
    if (handled) event.preventDefault();
  };

  return (
    <div className={styles.reader}>
      <SectionLinks sections={sections} onGo={goTo} />
      <div className={styles.frame}>
        <div
          ref={scroller}
          className={styles.text}
          role="group"
          aria-label="Text of the note"
          aria-description="The left and right arrow keys go from mark to mark."
          tabIndex={0}
          onPointerOver={(event) => point(idsAt(event))}
          onPointerLeave={() => point([])}
          onFocus={(event) => point(idsAt(event))}
          onBlur={() => point([])}
          onClick={(event) => getSelection()?.isCollapsed !== false && choose(event)}
          onKeyDown={onKeyDown}
        >
          {blocks.map((block) => {
            const within = clipSpans(marked, block);
            return (
              <ReaderBlock
                key={block.start}
                block={block}
                marked={within}
                active={within.some(({ ids }) => active !== undefined && ids.includes(active)) ? active : undefined}
              />
            );
          })}
        </div>
      </div>
    </div>
  );
}

function isPress({ key }: KeyboardEvent): boolean {
  return key === "Enter" || key === " ";
}

/** Scrolls to a section and puts the focus there, so that reading goes on from it. */
function goToSection(scroller: RefObject<HTMLElement | null>, start: number): void {
  const heading = scroller.current?.querySelector<HTMLElement>(`[data-section="${start}"]`);
  if (heading == null) scroller.current?.scrollTo({ top: 0 });
  else heading.scrollIntoView({ block: "start" });
  (heading ?? scroller.current)?.focus({ preventScroll: true });
}
