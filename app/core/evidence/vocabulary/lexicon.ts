import { isPlace } from "../opposites";
import { stem } from "../stem";
import { tokenize } from "../tokens";
import { CLASSES } from "./classes";
import { CLINICAL_SYNONYMS } from "./clinical-synonyms";
import { EVERYDAY_SYNONYMS } from "./everyday-synonyms";

interface Phrase {
  stems: readonly string[];
  /** What it is rewritten to. */
  canonical: readonly string[];
}

const stemsOf = (text: string): string[] =>
  tokenize(text)
    .filter(({ text: word }) => /[\p{L}\p{N}]/u.test(word))
    .map(({ text: word }) => stem(word));

/** The lines of a table, `head: member, member`. */
const readTable = (table: string): { head: string; members: string[] }[] =>
  table
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => {
      const [head = "", members = ""] = line.split(":");
      return { head: head.trim(), members: members.split(",").map((member) => member.trim()) };
    });

/** Phrases by their first stem, the longest first. */
const phrases = buildPhrases();

function buildPhrases(): Map<string, Phrase[]> {
  const lines = readTable(CLINICAL_SYNONYMS + EVERYDAY_SYNONYMS).map(({ head, members }) => ({
    head: stemsOf(head),
    members: members.map(stemsOf),
  }));
  const words = new Map<string, readonly string[]>();
  for (const { head, members } of lines) {
    for (const [word, ...more] of members) if (word !== undefined && more.length === 0) words.set(word, head);
  }
  const byFirst = new Map<string, Phrase[]>();
  for (const { head, members } of lines) {
    // Words of a longer head have heads of their own: the "thrombosis" of a deep vein is a clot as well. A lobe is not "lowered".
    const rewrite = (word: string) => (isPlace(word) ? [word] : (words.get(word) ?? [word]));
    const canonical = head.length === 1 ? head : head.flatMap(rewrite);
    // `no fever` itself is read as the denial that it is.
    for (const stems of head[0] === "no" ? members : [head, ...members]) {
      const [first = ""] = stems;
      byFirst.set(first, [...(byFirst.get(first) ?? []), { stems, canonical }]);
    }
  }
  for (const list of byFirst.values()) list.sort((a, b) => b.stems.length - a.stems.length);
  return byFirst;
}

/** The longest phrase of the table that the stems begin with at `index`, if any. */
export function findPhrase(stems: readonly string[], index: number): Phrase | undefined {
  return phrases
    .get(stems[index] ?? "")
    ?.find((phrase) => phrase.stems.every((word, offset) => stems[index + offset] === word));
}

const canonicalWords = (text: string): string[] => {
  const stems = stemsOf(text);
  const found: string[] = [];
  for (let index = 0; index < stems.length;) {
    const phrase = findPhrase(stems, index);
    found.push(...(phrase?.canonical ?? stems.slice(index, index + 1)));
    index += phrase?.stems.length ?? 1;
  }
  return found;
};

interface Ending {
  matches: (word: string) => boolean;
  kind: readonly string[];
}

const kindsByWord = new Map<string, string[]>();
const endings: Ending[] = [];

for (const { head, members } of readTable(CLASSES)) {
  const kind = canonicalWords(head);
  for (const member of members) {
    if (member.startsWith("-")) {
      // The stem of the ending is what is left of it in the stem of a word.
      const ending = stem(`xxx${member.slice(1)}`).slice(3);
      endings.push({ matches: (word) => word.length > ending.length + 1 && word.endsWith(ending), kind });
    } else if (member.endsWith("-")) {
      const start = member.slice(0, -1);
      endings.push({ matches: (word) => word.startsWith(start), kind });
    } else {
      const [word, ...more] = canonicalWords(member);
      // What has a phrase for its canonical form is named by its words already.
      if (word !== undefined && more.length === 0) kindsByWord.set(word, [...(kindsByWord.get(word) ?? []), ...kind]);
    }
  }
}

const known = new Map<string, readonly string[]>();

/** The words for the kinds of thing that a canonical word names: of `apixaban`, `anticoagulant`. */
export function kindsOf(word: string): readonly string[] {
  let kinds = known.get(word);
  if (kinds === undefined) {
    kinds = [
      ...(kindsByWord.get(word) ?? []),
      ...endings.filter(({ matches }) => matches(word)).flatMap(({ kind }) => kind),
    ];
    known.set(word, kinds);
  }
  return kinds;
}

/** Endings of stems of diseases, findings, drugs and procedures. */
const CLINICAL_ENDING =
  /(?:itis|oma|emia|uria|osis|pathi|algia|ectomi|otomi|ostomi|plasti|scopi|gram|graphi|penia|megali|cardia|pnea|plegia|paresis|phagia|rrhea|sclerosis|toxic|virus|pril|sartan|olol|statin|cillin|mycin|floxacin|azol|xaban|parin|dipin|sone|solon|mab|nib|vir|cyclin|penem|barbital|azepam|pine|idin|idone|sin)$/u;

const clinicalWords = new Set(
  [...phrases.values()]
    .flat()
    .flatMap(({ canonical, stems }) => (canonical.length < 4 ? [...canonical, ...stems] : [])),
);

/** Whether a canonical word is of medicine rather than of everyday language. */
export const isClinical = (word: string): boolean =>
  CLINICAL_ENDING.test(word) || clinicalWords.has(word) || kindsByWord.has(word) || kindsOf(word).length > 0;
