import { useEffect, useRef, useState } from "react";
import styles from "./jump-bar.module.css";

/** The panels of the workspace, by their ids. */
const places = [
  { id: "note", name: "Note" },
  { id: "question", name: "Question" },
  { id: "answer", name: "Answer" },
] as const;

type PlaceId = (typeof places)[number]["id"];

/** The way between note, question and answer where they stand below each other. It stays at the page's lower edge. */
export function JumpBar() {
  const inView = usePlaceInView();
  const lastUsed = useLastUsedInAnswer();
  const goTo = (id: PlaceId) => {
    const place = document.getElementById(id);
    // Who went to the note from a sentence comes back to the sentence.
    const within = id === "answer" ? lastUsed() : place?.querySelector<HTMLElement>("mark[aria-current]");
    const target = within ?? place;
    target?.scrollIntoView({ block: target === place ? "start" : "center" });
    target?.focus({ preventScroll: true });
  };
  return (
    <nav className={styles.bar} aria-label="Note, question and answer">
      {places.map(({ id, name }) => (
        <button key={id} type="button" aria-current={id === inView ? "true" : undefined} onClick={() => goTo(id)}>
          {name}
        </button>
      ))}
    </nav>
  );
}

/** The place that crosses a line a third down the window, which is where a passage is brought to. */
function usePlaceInView(): PlaceId {
  const [inView, setInView] = useState<PlaceId>("note");
  useEffect(() => {
    const observer = new IntersectionObserver(
      (entries) => {
        const entered = entries.find(({ isIntersecting }) => isIntersecting);
        const place = places.find(({ id }) => id === entered?.target.id);
        if (place !== undefined) setInView(place.id);
      },
      { rootMargin: "-33% 0px -66%" },
    );
    for (const { id } of places) {
      const element = document.getElementById(id);
      if (element !== null) observer.observe(element);
    }
    return () => observer.disconnect();
  }, []);
  return inView;
}

/** Finds what had the focus last in the answer, if it is still there. */
function useLastUsedInAnswer(): () => HTMLElement | undefined {
  const last = useRef<HTMLElement>(undefined);
  useEffect(() => {
    const answer = document.getElementById("answer");
    const onFocusIn = ({ target }: FocusEvent) => {
      if (target instanceof HTMLElement) last.current = target;
    };
    answer?.addEventListener("focusin", onFocusIn);
    return () => answer?.removeEventListener("focusin", onFocusIn);
  }, []);
  return () => (last.current?.isConnected === true ? last.current : undefined);
}
