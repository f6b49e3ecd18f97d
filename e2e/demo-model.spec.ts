import smollm2 from "../model-config/variants/smollm2-135m.json" with { type: "json" };
import { cases, publishedPrompt } from "./data/questions";
import { expect, storedKeys, test } from "./fixtures";
import { demoWeights } from "./paths";
import { greedyAnswers, referenceIds, referenceTexts, type ReferenceAnswer, type Segment } from "./reference";

const newTokens = 16;
/** Where the reference's two best logits are closer than this, float32 may fall on the other one. */
const nearTie = 1e-3;
const tokenizer = { gguf: demoWeights };

test("the demo model converts in the page, answers as the reference does, and is ready after a reload", async ({
  app,
  page,
}) => {
  test.setTimeout(1_200_000);
  const prompts = referenceIds(tokenizer, cases.map(demoSegments));
  const stop = referenceIds(tokenizer, [[{ token: "<|im_end|>" }], [{ token: "<|endoftext|>" }]]).flat();
  const expected = greedyAnswers(demoWeights, { prompts, stop }, newTokens);

  await app.open();
  await page.getByRole("button", { name: "Use the demo model" }).click();
  await expect(page.getByRole("progressbar")).toBeVisible();
  await expect(app.noteField).toBeVisible({ timeout: 240_000 });
  const stored = await storedKeys(page);

  await page.reload();
  await expect(app.noteField).toBeVisible();
  expect(await storedKeys(page)).toEqual(stored);
  for (const [index, { note, question }] of cases.entries()) {
    const reference = expected[index];
    if (reference === undefined) throw new Error("A case has no reference answer.");
    await app.ask(note, question, newTokens);
    expectAnswer(await app.answer(600_000), reference);
    await expect(page.getByText(`${prompts[index]?.length ?? 0} tokens,`)).toBeVisible();
  }
});

function demoSegments(example: (typeof cases)[number]): Segment[] {
  return smollm2.prompt.segments.map((segment) => {
    if (segment.token !== undefined) return { token: segment.token };
    return { text: segment.text ?? publishedPrompt(example) };
  });
}

/** Equal texts, or texts that part at a token where the reference itself is all but undecided. */
function expectAnswer(answer: string, reference: ReferenceAnswer): void {
  const prefixes = reference.tokens.map((_, index) => reference.tokens.slice(0, index + 1));
  const texts = referenceTexts(tokenizer, prefixes);
  const parting = texts.findIndex((text) => !answer.startsWith(text));
  if (parting === -1) {
    expect(answer).toBe(texts.at(-1));
    return;
  }
  const gap = reference.gaps[parting] ?? Number.POSITIVE_INFINITY;
  console.log(`token ${parting}: the reference's top two logits are ${gap.toExponential(2)} apart`);
  expect(
    gap,
    `the answer parts from the reference at token ${parting}:\n${answer}\n${texts.at(-1) ?? ""}`,
  ).toBeLessThan(nearTie);
}
