import { useState } from "react";
import { Button } from "../../../ui/button";
import { formatCount } from "../../../ui/format";
import { Panel } from "../../../ui/panel";
import { TextArea } from "../../../ui/text-area";
import { useAsk } from "../ask-store";
import { openSampleNote } from "../open-sample-note";

/** The note that questions are about. Clearing can be undone until the note is typed in again. */
export function NotePanel() {
  const note = useAsk((state) => state.note);
  const [cleared, setCleared] = useState("");
  const setNote = (text: string) => useAsk.setState({ note: text });
  return (
    <Panel
      title="Note"
      actions={
        <>
          {note === "" && cleared !== "" && (
            <Button look="quiet" onPress={() => setNote(cleared)}>
              Undo clear
            </Button>
          )}
          {note === "" ? (
            <Button look="quiet" onPress={() => void openSampleNote()}>
              Use the sample note
            </Button>
          ) : (
            <Button
              look="quiet"
              onPress={() => {
                setCleared(note);
                setNote("");
              }}
            >
              Clear note
            </Button>
          )}
        </>
      }
    >
      <TextArea
        label="Note"
        hideLabel
        grow
        rows={14}
        value={note}
        onChange={setNote}
        placeholder="Paste or type a clinical note."
        description={
          note === ""
            ? "It stays in this tab’s memory: it is never stored or sent, and closing the tab forgets it."
            : `${formatCount(countWords(note))} words · kept in this tab’s memory only`
        }
      />
    </Panel>
  );
}

function countWords(text: string): number {
  return text.match(/\S+/g)?.length ?? 0;
}
