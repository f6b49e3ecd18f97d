import { useState } from "react";
import { Button } from "react-aria-components";
import type { Span } from "../../../../core/text/span";
import { classNames } from "../../../../ui/class-names";
import styles from "./results.module.css";

export interface ShowInNoteProps {
  /** What is shown, for those who do not see what the button stands beside. */
  name: string;
  /** Where it stands in the note. */
  places: readonly Span[];
  onShow: (span: Span) => void;
}

/** Shows a term in the note, at its next place with each press. */
export function ShowInNote({ name, places, onShow }: ShowInNoteProps) {
  const [presses, setPresses] = useState(0);
  const next = presses % Math.max(1, places.length);
  const place = places[next];
  if (place === undefined) return <span className={styles.absent}>not found</span>;
  const isOne = places.length === 1;
  return (
    <Button
      className={classNames(styles.show)}
      aria-label={`Show ${name} in the note${isOne ? "" : `, place ${next + 1} of ${places.length}`}`}
      onPress={() => {
        onShow(place);
        setPresses(presses + 1);
      }}
    >
      {isOne ? "Show" : `Show ${next + 1}/${places.length}`}
    </Button>
  );
}
