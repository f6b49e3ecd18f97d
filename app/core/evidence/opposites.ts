import { stem } from "./stem";

/** Words of which only one side can be true of a thing; canonical forms of the vocabulary. */
const OPPOSITES = `
start restart continue unchanged | stop
increase | reduce
normal | elevated abnormal low
positive | negative
resistance | sensitive
improve | worsen
safe | unsafe impaired
present | absent
stable | unstable
open | closed
displaced | nondisplaced undisplaced
benign | cancer
afebrile | fever
conscious | unconscious
successful | unsuccessful failed
well | poor
vaginal | cesarean
intravenous | mouth
`;

/** Places of which a thing has one. */
const PLACES = `
upper | lower
mitral | aortic
proximal | distal
anterior | posterior
`;

const stemsIn = (table: string): string[] => (table.match(/\p{L}+/gu) ?? []).map(stem);

const byWord = new Map<string, readonly string[]>();

const places = new Set(stemsIn(PLACES));

for (const line of `${OPPOSITES.trim()}\n${PLACES.trim()}`.split("\n")) {
  const [left = [], right = []] = line.split("|").map((side) => side.trim().split(" ").map(stem));
  for (const word of left) byWord.set(word, right);
  for (const word of right) byWord.set(word, left);
}

/** Whether a canonical word says where, as `upper` does. */
export const isPlace = (word: string): boolean => places.has(word);

/** The opposites of a canonical word, if it has any. */
export const oppositesOf = (word: string): readonly string[] => byWord.get(word) ?? [];
