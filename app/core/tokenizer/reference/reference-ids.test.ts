import { describe, expect, it } from "vitest";
import { findVariant, variants } from "../../models/variants";
import type { VariantCard } from "../../models/variant-card";
import { promptIds } from "../../prompt/prompt-ids";
import { createTokenizer } from "../literal-tokenizer";
import { families } from "./families";
import { variedNotes } from "./varied-notes";

/** A form of a vocabulary of 128,000 tokens takes 2 s to build, read and use, on a core of its own. */
const TIMEOUT_MS = 60_000;

const notes = variedNotes();

describe.each(families)("the prompt's ids, $name", ({ cards, forms, referenceIds }) => {
  const card = cardOf(cards[0]);
  // The public tokenizers are made for UTF-8, which spells half a character as U+FFFD.
  const reference = notes.map(({ prompt }) => referenceIds(prompt.replace(/\p{Surrogate}/gu, "\ufffd")));

  it.each(Object.entries(forms))(
    "from %s, are the public tokenizer's for every note",
    async (form, read) => {
      const tokenizer = createTokenizer(await read(card.shape.vocabSize), form);
      const found = notes.map(({ prompt }) => promptIds(card.prompt.segments, prompt, tokenizer));
      const other = notes.flatMap(({ name }, i) => {
        const [ours = [], theirs = []] = [found[i], reference[i]];
        const at = Array.from(theirs.length > ours.length ? theirs : ours).findIndex((_, k) => ours[k] !== theirs[k]);
        return at === -1 ? [] : [{ name, at, ours: ours.slice(at, at + 8), theirs: theirs.slice(at, at + 8) }];
      });
      expect(other).toEqual([]);
    },
    TIMEOUT_MS,
  );

  it("are the same for every model of the family", () => {
    for (const other of cards.map(cardOf)) {
      expect([other.prompt.segments, other.shape.vocabSize]).toEqual([card.prompt.segments, card.shape.vocabSize]);
    }
  });
});

describe("the notes and the families", () => {
  it("are 200 notes, each another", () => {
    expect(new Set(notes.map(({ prompt }) => prompt)).size).toBe(200);
  });

  it("are all the families that Asclepius comes in", () => {
    const asclepius = variants.filter(({ role }) => role === "asclepius");
    expect(families.flatMap(({ cards }) => cards).sort()).toEqual(asclepius.map(({ id }) => id).sort());
  });
});

function cardOf(id: string): VariantCard {
  const card = findVariant(id);
  if (card === undefined) throw new Error(`no card ${id}`);
  return card;
}
