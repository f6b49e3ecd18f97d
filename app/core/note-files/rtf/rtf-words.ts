/** Groups that hold no text of the document: Rich Text Format Specification 1.9.1, "Destinations". */
export const SKIPPED_GROUPS: ReadonlySet<string> = new Set(
  (
    "colortbl stylesheet info pict header headerl headerr headerf footer footerl footerr footerf " +
    "ftnsep ftnsepc aftnsep aftnsepc xe tc rxe nonesttables shprslt sp revtbl filetbl objdata fldinst"
  ).split(" "),
);

/** Groups marked as safe to skip that do hold text: shapes, which text boxes are. */
export const TEXT_GROUPS: ReadonlySet<string> = new Set(["shpinst", "shptxt"]);

/** Words that stand for characters. */
export const CHARACTERS: ReadonlyMap<string, string> = new Map([
  ["tab", "\t"],
  ["emdash", "—"],
  ["endash", "–"],
  ["lquote", "‘"],
  ["rquote", "’"],
  ["ldblquote", "“"],
  ["rdblquote", "”"],
  ["bullet", "•"],
  ["emspace", " "],
  ["enspace", " "],
  ["qmspace", " "],
]);

/** Signs that stand for characters: a hard space, a hard hyphen, and those that RTF itself uses. */
export const SIGNS: Readonly<Record<string, string>> = { "~": " ", _: "-", "\\": "\\", "{": "{", "}": "}" };

/** Words that end a line. */
export const LINE_ENDS: ReadonlySet<string> = new Set(["par", "line", "sect", "page", "column"]);
