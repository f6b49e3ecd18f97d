import { readdirSync } from "node:fs";
import { join } from "node:path";
import { cases, publishedPrompt } from "./data/questions";
import { expect, test } from "./fixtures";
import { tinyCheckpoint } from "./paths";
import { greedyAnswers, referenceIds, referenceTexts } from "./reference";

const newTokens = 64;
const tokenizer = { tokenizerJson: join(tinyCheckpoint, "hf", "tokenizer.json") };

const checkpoints = [
  { name: "a safetensors folder (float16)", reference: "hf", files: filesOf("hf") },
  { name: "a sharded safetensors folder (bfloat16)", reference: "hf-sharded", files: filesOf("hf-sharded") },
  { name: "a GGUF file", reference: "tiny.gguf", files: () => [join(tinyCheckpoint, "tiny.gguf")] },
];

for (const { name, reference, files } of checkpoints) {
  test(`${name} goes from file to answer, token for token as the reference says`, async ({ app }) => {
    const prompts = referenceIds(
      tokenizer,
      cases.map((example) => [{ token: "<s>" }, { text: publishedPrompt(example) }]),
    );
    const answers = greedyAnswers(join(tinyCheckpoint, reference), { prompts, stop: [] }, newTokens);
    const expected = referenceTexts(
      tokenizer,
      answers.map(({ tokens }) => tokens),
    );

    await app.open();
    await app.bringFiles(files());
    await app.convert();
    for (const [index, { note, question }] of cases.entries()) {
      await app.ask(note, question, newTokens);
      expect(await app.answer(120_000)).toBe(expected[index]);
      await expect(app.page.getByText(`${prompts[index]?.length ?? 0} tokens,`)).toBeVisible();
    }
  });
}

function filesOf(folder: string): () => string[] {
  return () => readdirSync(join(tinyCheckpoint, folder)).map((file) => join(tinyCheckpoint, folder, file));
}
