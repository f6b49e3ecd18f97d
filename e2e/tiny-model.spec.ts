import { readdirSync } from "node:fs";
import { join } from "node:path";
import { tinyPrompt } from "./data/prompts";
import { cases } from "./data/questions";
import { tinyModel } from "./data/reference-models";
import { expectAnswers, type Asked } from "./expect-answers";
import { expect, test } from "./fixtures";
import { tinyCheckpoint } from "./paths";
import { referenceIds } from "./reference";

const newTokens = 64;
const tokenizer = { tokenizerJson: join(tinyCheckpoint, "hf", "tokenizer.json") };

const checkpoints = [
  { name: "a safetensors folder (float16)", reference: "hf", files: filesOf("hf") },
  { name: "a PyTorch folder (float16)", reference: "hf", files: filesOf("hf-pytorch") },
  { name: "a sharded safetensors folder (bfloat16)", reference: "hf-sharded", files: filesOf("hf-sharded") },
  { name: "a GGUF file", reference: "tiny.gguf", files: () => [join(tinyCheckpoint, "tiny.gguf")] },
  { name: "a split GGUF file", reference: "tiny.gguf", files: filesOf("gguf-split") },
];

for (const { name, reference, files } of checkpoints) {
  test(`${name} goes from file to answer, token for token as the reference says`, async ({ app, engine }) => {
    const prompts = referenceIds(tokenizer, cases.map(tinyPrompt));
    await app.openWith(files());
    const spoken = await app.listenToTokens();
    const asked: Asked[] = [];
    for (const [index, { note, question }] of cases.entries()) {
      const promptIds = prompts[index] ?? [];
      await app.ask(note, question, newTokens);
      const text = await app.answer(120_000);
      asked.push({ promptIds, maxNewTokens: newTokens, text, tokenTexts: await spoken() });
      await expect(app.page.getByText(`${promptIds.length} tokens,`)).toBeVisible();
    }
    expectAnswers(engine, tinyModel(reference), asked);
  });
}

function filesOf(folder: string): () => string[] {
  return () => readdirSync(join(tinyCheckpoint, folder)).map((file) => join(tinyCheckpoint, folder, file));
}
