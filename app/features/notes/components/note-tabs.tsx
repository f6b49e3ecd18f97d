import { useEffect, useRef, type KeyboardEvent, type ReactNode } from "react";
import { Tab, TabList, TabPanel, Tabs } from "react-aria-components";
import { useShallow } from "zustand/react/shallow";
import { Button } from "../../../ui/button";
import { classNames } from "../../../ui/class-names";
import { closeNote, showNote, startNote } from "../edit-notes";
import { distinctTitles } from "../note-title";
import { useNotes } from "../notes-store";
import styles from "./note-tabs.module.css";

/** A tab for each note that is open. `children` is the one on the page. */
export function NoteTabs({ children }: { children: ReactNode }) {
  // Not the notes: they change with every key.
  const ids = useNotes(useShallow(({ notes }) => notes.map(({ id }) => id)));
  const titles = useNotes(useShallow(({ notes }) => distinctTitles(notes.map(({ title }) => title))));
  const activeId = useNotes((state) => state.activeId);
  const list = useRef<HTMLDivElement>(null);
  // A note that was just opened may have its tab beyond the end of the line.
  useEffect(() => {
    const tab = list.current?.querySelector<HTMLElement>("[aria-selected=true]");
    if (tab != null)
      list.current?.scrollTo({ left: tab.offsetLeft + (tab.offsetWidth - list.current.offsetWidth) / 2 });
  }, [activeId]);
  const closeByKey = ({ key, target }: KeyboardEvent) => {
    if (key === "Delete" && target instanceof Element && target.role === "tab") closeNote(activeId);
  };
  return (
    <Tabs className={classNames(styles.tabs)} selectedKey={activeId} onSelectionChange={(key) => showNote(String(key))}>
      <div className={styles.line} onKeyDown={closeByKey}>
        <TabList ref={list} className={classNames(styles.list)} aria-label="Notes that are open">
          {ids.map((id, index) => (
            <Tab key={id} id={id} className={classNames(styles.tab)}>
              {titles[index]}
            </Tab>
          ))}
        </TabList>
        <Button look="quiet" onPress={startNote}>
          New note
        </Button>
      </div>
      <TabPanel key={activeId} id={activeId} className={classNames(styles.panel)}>
        {children}
      </TabPanel>
    </Tabs>
  );
}
