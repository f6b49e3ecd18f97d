import { memo } from "react";
import { Button } from "react-aria-components";
import type { NoteSection } from "../../../core/note/sections";
import { sectionName } from "../../../core/note/section-name";
import { classNames } from "../../../ui/class-names";
import { MenuButton } from "../../../ui/menu-button";
import styles from "./section-links.module.css";

export interface SectionLinksProps {
  sections: readonly NoteSection[];
  /** Goes to the section whose heading begins here. */
  onGo: (start: number) => void;
}

/** The way to each section: a list beside the note, or a menu above it where there is no room. */
export const SectionLinks = memo(function SectionLinks({ sections, onGo }: SectionLinksProps) {
  if (sections.length < 2) return null;
  const items = sections.map(({ title, heading: { start } }) => ({
    id: String(start),
    name: sectionName(title),
  }));
  return (
    <>
      <nav className={styles.list} aria-label="Sections of the note">
        <ul>
          {items.map(({ id, name }) => (
            <li key={id}>
              <Button className={classNames(styles.link)} onPress={() => onGo(Number(id))}>
                {name}
              </Button>
            </li>
          ))}
        </ul>
      </nav>
      <div className={styles.menu}>
        <MenuButton label="Sections" items={items} onAction={(id) => onGo(Number(id))} />
      </div>
    </>
  );
});
