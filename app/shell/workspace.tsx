import { useDeferredValue, useEffect, useMemo } from "react";
import type { EngineChoice } from "../core/models/choose-engine";
import { pointAt, shownAnswer, useAsk } from "../features/ask/ask-store";
import { AskColumn } from "../features/ask/components/ask-column";
import { writeSampleQuestion } from "../features/ask/write-sample-question";
import { activeMark, noteMarks, pointedBy } from "../features/ask/note-marks";
import { NotePanel } from "../features/notes/components/note-panel";
import { showView } from "../features/notes/edit-notes";
import { activeNote, useNotes } from "../features/notes/notes-store";
import { JumpBar } from "./jump-bar";
import styles from "./workspace.module.css";

export interface WorkspaceProps {
  modelId: string;
  clinical: boolean;
  contextTokens: number;
  choice: EngineChoice | undefined;
  onUseCpu: (() => void) | undefined;
}

/** The note on one side, question and answer on the other, and the marks between them. */
export default function Workspace(props: WorkspaceProps) {
  // Not the whole answer: while it comes, it changes with every token, and the note must stay as it is.
  const evidence = useAsk((state) => shownAnswer(state)?.evidence);
  const askedOf = useAsk((state) => shownAnswer(state)?.asked.note);
  const parsed = useAsk((state) => shownAnswer(state)?.parsed);
  const pointedAt = useAsk((state) => state.pointedAt);
  // Nor the note: it changes with every key.
  const marksThisNote = useNotes((state) => askedOf === activeNote(state).text);
  const marks = useMemo(
    () => (marksThisNote && evidence !== undefined ? noteMarks(evidence, parsed, pointedAt) : []),
    [marksThisNote, evidence, parsed, pointedAt],
  );
  // What the user asks to see in the note can be seen only where it is read, not where it is written.
  useEffect(
    () =>
      useAsk.subscribe((state, { pointedAt: before }) => {
        if (state.pointedAt === before || state.pointedAt === undefined) return;
        if (shownAnswer(state)?.asked.note === activeNote(useNotes.getState()).text) showView("read");
      }),
    [],
  );
  return (
    <div className={styles.workspace}>
      <NotePanel
        marks={marks}
        active={marksThisNote ? activeMark(pointedAt) : undefined}
        onMark={showMarked}
        onSample={writeSampleQuestion}
      />
      <AskAboutNote {...props} />
      <JumpBar />
    </div>
  );
}

/** Who types in the note does not wait for question and answer to follow. */
function AskAboutNote(props: WorkspaceProps) {
  const note = useDeferredValue(useNotes(activeNote));
  return <AskColumn {...props} note={note} readNote={readNote} />;
}

function readNote(): string {
  return activeNote(useNotes.getState()).text;
}

/** What rests on a mark stays pointed at until another is. */
function showMarked(ids: readonly string[], how: "pointed" | "chosen"): void {
  const pointedAt = pointedBy(ids, how === "chosen");
  if (pointedAt !== undefined) pointAt(pointedAt);
}
