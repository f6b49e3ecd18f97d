import { useDeferredValue, useMemo } from "react";
import { FileTrigger } from "react-aria-components";
import { sampleNotes } from "../../../core/note/sample-notes";
import { Button } from "../../../ui/button";
import { classNames } from "../../../ui/class-names";
import { formatCount } from "../../../ui/format";
import { MenuButton } from "../../../ui/menu-button";
import { Panel } from "../../../ui/panel";
import { Segmented } from "../../../ui/segmented";
import { TextArea } from "../../../ui/text-area";
import { useFileDrop } from "../../../ui/use-file-drop";
import { countWords } from "../count-words";
import { clearNote, closeNote, showView, undoRemoval, writeNote } from "../edit-notes";
import { activeNote, isBlank, useNotes } from "../notes-store";
import { noteFileTypes, openFiles } from "../open-files";
import { openSampleNote } from "../open-sample-note";
import styles from "./note-panel.module.css";
import { NoteReader, type MarkProps } from "./note-reader";
import { NoteTabs } from "./note-tabs";
import { Opening } from "./opening";

const views = [
  { value: "edit", name: "Edit" },
  { value: "read", name: "Read" },
] as const;

export interface NotePanelProps extends MarkProps {
  /** Called once the first sample note is open. */
  onSample?: () => void;
}

/** The notes that are open, and the one that questions are about: to write, or to read with its marks. */
export function NotePanel({ onSample, ...marks }: NotePanelProps) {
  const { dropping, handlers } = useFileDrop((files) => void openFiles(files));
  return (
    <div className={classNames(styles.zone, dropping && styles.dropping)} {...handlers}>
      <Panel id="note" title="Note" actions={<Actions onSample={onSample} />}>
        <Opening />
        <NoteTabs>
          <ActiveNote {...marks} />
        </NoteTabs>
      </Panel>
    </div>
  );
}

function Actions({ onSample }: { onSample: (() => void) | undefined }) {
  const blank = useNotes((state) => isBlank(activeNote(state)));
  const lastRemoval = useNotes((state) => state.removed.at(-1)?.how);
  const openSample = async () => {
    if (await openSampleNote()) onSample?.();
  };
  return (
    <>
      {lastRemoval !== undefined && (
        <Button look="quiet" onPress={undoRemoval}>
          {lastRemoval === "clear" ? "Undo clear" : "Undo close"}
        </Button>
      )}
      {blank ? (
        <Button look="quiet" onPress={() => void openSample()}>
          Use the sample note
        </Button>
      ) : (
        <Button look="quiet" onPress={clearNote}>
          Clear note
        </Button>
      )}
      <MenuButton
        label="Samples"
        items={sampleNotes.map(({ file, title }) => ({ id: file, name: title }))}
        onAction={(id) => void openSampleNote(sampleNotes.find(({ file }) => file === id))}
      />
      <FileTrigger
        allowsMultiple
        acceptedFileTypes={noteFileTypes}
        onSelect={(files) => void openFiles([...(files ?? [])])}
      >
        <Button look="quiet">Open files…</Button>
      </FileTrigger>
    </>
  );
}

/** Its parts take from the store what they show: a key that is typed draws the text anew, and nothing else. */
function ActiveNote(props: MarkProps) {
  const view = useNotes((state) => state.view);
  const blank = useNotes((state) => isBlank(activeNote(state)));
  const reading = view === "read" && !blank;
  return (
    <>
      <div className={styles.line}>
        <Segmented
          label="View of the note"
          options={views}
          value={reading ? "read" : "edit"}
          onChange={showView}
          isDisabled={blank}
        />
        <CloseButton />
      </div>
      {reading ? <NoteToRead {...props} /> : <NoteToWrite blank={blank} />}
    </>
  );
}

function NoteToRead(props: MarkProps) {
  const { text } = useNotes(activeNote);
  return (
    <>
      <NoteReader text={text} {...props} />
      <p className={styles.facts}>
        <NoteFacts text={text} />
      </p>
    </>
  );
}

function NoteToWrite({ blank }: { blank: boolean }) {
  const { text } = useNotes(activeNote);
  return (
    <TextArea
      label="Note"
      hideLabel
      grow
      rows={14}
      value={text}
      onChange={writeNote}
      placeholder="Paste or type a clinical note, or drop files here."
      description={
        blank ? (
          "It stays in this tab’s memory: it is never stored or sent, and closing the tab forgets it."
        ) : (
          <NoteFacts text={text} />
        )
      }
    />
  );
}

/** Counted once the page has time for it. */
function NoteFacts({ text }: { text: string }) {
  const settledText = useDeferredValue(text);
  const words = useMemo(() => countWords(settledText), [settledText]);
  return `${formatCount(words)} words · kept in this tab’s memory only`;
}

/** The last note is cleared, not closed. */
function CloseButton() {
  const several = useNotes(({ notes }) => notes.length > 1);
  return (
    several && (
      <Button look="quiet" onPress={() => closeNote(useNotes.getState().activeId)}>
        Close note
      </Button>
    )
  );
}
