import type { FilePlace } from "../note-problems";
import { walkMarkup } from "../markup/walk-markup";

/** A list's place: which list, and how deep. */
export interface ListPlace {
  listId: string;
  level: number;
}

/** What a paragraph is, by its style or by itself. */
export interface ParagraphLook {
  isHeading: boolean;
  list: ListPlace | undefined;
}

interface Style extends ParagraphLook {
  basedOn: string | undefined;
}

const NO_LIST = "0";
const MAX_LEVEL = 8;
/** Styles are based on styles; nobody's more than a handful deep. */
const MAX_BASES = 20;

/** What each paragraph style says, by its id, which programs translate; its name they do not. */
export function readStyles(styles: string | undefined, at: FilePlace): (styleId: string) => ParagraphLook {
  const byId = new Map<string, Style>();
  let style: Style | undefined;
  if (styles !== undefined) {
    walkMarkup(styles, "xml", at, {
      open: (name, { val = "", styleId = "" }) => {
        if (name === "style") byId.set(styleId, (style = { isHeading: false, list: undefined, basedOn: undefined }));
        else if (style === undefined) return;
        else if (name === "name" && /^(heading \d|title)$/i.test(val)) style.isHeading = true;
        else if (name === "basedOn") style.basedOn = val;
        else readLook(style, name, val);
      },
      close: (name) => {
        if (name === "style") style = undefined;
      },
      text: () => undefined,
    });
  }
  return (styleId) => {
    const look: ParagraphLook = { isHeading: false, list: undefined };
    let id: string | undefined = styleId;
    for (let i = 0; id !== undefined && i < MAX_BASES; i++) {
      const base: Style | undefined = byId.get(id);
      look.isHeading ||= base?.isHeading ?? false;
      look.list ??= base?.list;
      id = base?.basedOn;
    }
    return look;
  };
}

/** Takes one property of a paragraph in. Outline level 9 is body text; list 0 is none. */
export function readLook(look: ParagraphLook, name: string, val: string): void {
  if (name === "outlineLvl") look.isHeading = val !== "9";
  else if (name === "numId") look.list = val === NO_LIST ? undefined : { listId: val, level: look.list?.level ?? 0 };
  else if (name === "ilvl") look.list = { listId: look.list?.listId ?? NO_LIST, level: listLevel(val) };
}

function listLevel(val: string): number {
  const level = Number.parseInt(val, 10);
  return level > 0 ? Math.min(level, MAX_LEVEL) : 0;
}
