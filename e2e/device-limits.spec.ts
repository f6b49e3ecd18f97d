import { capAdapter, createBuffer, givenDevices, type Limits } from "./cap-adapter";
import { tinyPrompt } from "./data/prompts";
import { cases } from "./data/questions";
import { tinyModel } from "./data/reference-models";
import { tinyGguf } from "./data/tiny-files";
import { expectAnswers, type Asked } from "./expect-answers";
import { expect, test } from "./fixtures";
import { referenceIds } from "./reference";

const MiB = 2 ** 20;
const [{ note, question }] = cases;
const newTokens = 16;
const answerTimeoutMs = 60_000;

/** From WebGPU's defaults, which every adapter has, to what web-llm wants of every adapter. */
const caps = [128, 256, 512, 1024].flatMap((bindingMiB) =>
  [8, 10].flatMap((buffers) =>
    [16, 32].map((workgroupKiB): Limits => ({
      maxStorageBufferBindingSize: bindingMiB * MiB,
      maxBufferSize: Math.max(bindingMiB, 256) * MiB,
      maxStorageBuffersPerShaderStage: buffers,
      maxComputeWorkgroupStorageSize: workgroupKiB * 2 ** 10,
    })),
  ),
);
const [defaults = {}] = caps;

test(
  "the model has a device with the limits of the adapter, from WebGPU's defaults on, and answers as the reference says",
  { tag: "@gpu" },
  async ({ app, engine, page }) => {
    const model = tinyModel("tiny.gguf");
    const [promptIds = []] = referenceIds(model.tokenizer, [tinyPrompt({ note, question })]);
    const asked: Asked[] = [];
    await app.openWith(tinyGguf());
    for (const cap of caps) {
      await capAdapter(page, cap);
      await page.reload();
      const spoken = await app.listenToTokens();
      await app.ask(note, question, newTokens);
      const text = await app.answer(answerTimeoutMs);
      asked.push({ promptIds, maxNewTokens: newTokens, text, tokenTexts: await spoken() });
      expect(await givenDevices(page)).toEqual([{ limits: cap, troubles: [] }]);
    }
    expectAnswers(engine, model, asked);
  },
);

test("what the device of a capped adapter does not allow is seen", { tag: "@gpu" }, async ({ app, page }) => {
  await capAdapter(page, defaults);
  await app.openWith(tinyGguf());
  await app.ask(note, question, newTokens);
  await app.answer(answerTimeoutMs);
  await createBuffer(page, 256 * MiB + 4);
  await expect
    .poll(() => givenDevices(page))
    .toEqual([{ limits: defaults, troubles: [expect.stringContaining("exceeds the max buffer size limit")] }]);
});

test(
  "an adapter with less than the library needs is refused by the limit's name, before the library is fetched",
  { tag: "@gpu" },
  async ({ app, page, watched }) => {
    await capAdapter(page, { maxStorageBuffersPerShaderStage: 4 });
    await app.openWith(tinyGguf());
    await app.ask(note, question, newTokens);
    await expect(app.alert).toContainText("This graphics adapter cannot run the model.");
    await expect(app.alert).toContainText(/maxStorageBuffersPerShaderStage of \d+ \(it has 4\)/);
    const fetchedLibraries = () => watched.own.filter((path) => /^\/model-libs\/.*\.wasm$/.test(path));
    expect(fetchedLibraries()).toEqual([]);

    await capAdapter(page, defaults);
    await page.reload();
    await app.ask(note, question, newTokens);
    await app.answer(answerTimeoutMs);
    expect(fetchedLibraries()).toEqual(["/model-libs/tiny-f32.wasm"]);
  },
);
