import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Page } from "@playwright/test";
import { convertInNode } from "./convert-in-node";
import { cases } from "./data/questions";
import { changed, filesOf, tinyGguf, type Upload, upload, without } from "./data/tiny-files";
import { expect, nothingStored, storedKeys, test } from "./fixtures";
import { tinyCheckpoint } from "./paths";

const [{ note, question }] = cases;
const manifest = "asclepius-model.json";
const shard = "params_shard_0.bin";

let folder = "";
let converted = "";
/** The tiny checkpoint as the command converts it, and the same as one file. */
let bundle: Upload[] = [];
let archive: Upload;

test.beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "bundle-"));
  converted = join(folder, "tiny");
  convertInNode(join(tinyCheckpoint, "tiny.gguf"), converted, "plain", "--tar");
  bundle = filesOf(converted);
  archive = upload("model.tar", readFileSync(`${converted}.tar`));
});
test.afterAll(() => rmSync(folder, { recursive: true }));

test("a model that the command converted is stored as it is, and answers", async ({ app, page }) => {
  await app.open();
  await app.bringFiles(bundle);
  await expect(page.getByText("tiny.gguf is a converted model, Tiny test Llama")).toBeVisible();
  await app.store();
  await app.ask(note, question, 8);
  expect(await app.answer(120_000)).not.toBe("");
});

test(
  "what the page exports as one file is what the command writes, and can be brought back",
  { tag: "@page" },
  async ({ app, page }) => {
    await app.openWith(tinyGguf());
    const before = await storedKeys(page);
    await app.showModels();
    const downloading = page.waitForEvent("download");
    await app.exportModel("tiny.gguf", "Save as one file");
    const download = await downloading;
    expect(download.suggestedFilename()).toMatch(/^tiny-[0-9a-f]{12}-plain\.tar$/);
    const exported = join(folder, download.suggestedFilename());
    await download.saveAs(exported);
    expectSameFiles(unpacked(exported), converted);

    await app.deleteModel("tiny.gguf");
    await expect.poll(() => storedKeys(page)).toEqual(nothingStored);
    await app.bringFiles([exported]);
    await app.store();
    expect(await storedKeys(page)).toEqual(before);

    await app.showModels();
    await app.bringFiles([exported]);
    await expect(app.alreadyStored).toBeVisible();
  },
);

test(
  "what the page saves to a folder is what the command writes, file by file",
  { tag: "@page" },
  async ({ app, page }) => {
    // A test cannot use the browser's own picker: it gets a folder that the browser keeps, which works alike.
    await page.addInitScript(() => {
      Object.assign(globalThis, { showDirectoryPicker: () => navigator.storage.getDirectory() });
    });
    await app.openWith(tinyGguf());
    await app.showModels();
    await app.exportModel("tiny.gguf", "Save to a folder…");
    await expect(page.getByText("The model is saved")).toBeVisible();
    const out = join(folder, "saved");
    mkdirSync(out);
    for (const [name, base64] of await filesSaved(page)) writeFileSync(join(out, name), base64, "base64");
    expectSameFiles(out, converted);
  },
);

test(
  "where the browser cannot write into folders, the page does not offer it",
  { tag: "@page" },
  async ({ app, page }) => {
    await page.addInitScript(() => Reflect.deleteProperty(globalThis, "showDirectoryPicker"));
    await app.openWith(tinyGguf());
    await app.showModels();
    await app.model("tiny.gguf").getByRole("button", { name: "Export Tiny test Llama" }).click();
    await expect(page.getByRole("dialog").getByRole("button")).toHaveText(["Cancel", "Save as one file"]);
  },
);

const broken: { what: string; files: () => Upload[]; says: (string | RegExp)[]; showsWhenStoring?: true }[] = [
  {
    what: "with a shard of which one bit is another",
    files: () => changed(bundle, shard, flipped),
    says: [`${shard}: its content is not what was written: its sha-256 differs`, "Copy the converted model again"],
    showsWhenStoring: true,
  },
  {
    what: "in one file, with a shard of which one bit is another",
    files: () => [upload("model.tar", flipped(archive.buffer))],
    says: [`${shard}: its content is not what was written: its sha-256 differs`, "Copy the converted model again"],
    showsWhenStoring: true,
  },
  {
    what: "in one file that is cut off",
    files: () => [upload("model.tar", archive.buffer.subarray(0, -2000))],
    says: ["model.tar", /beyond the archive|bytes .* are needed/, "Download the file again"],
  },
  {
    what: "without a shard",
    files: () => without(bundle, shard),
    says: [`${shard}: this file of the converted model is missing`, "Copy the converted model again"],
  },
  {
    what: "with a shard that is cut off",
    files: () => changed(bundle, shard, (bytes) => bytes.subarray(1)),
    says: [`${shard}: it has 186879 bytes, where ${manifest} lists 186880`, "Copy the converted model again"],
  },
  {
    what: "with another tokenizer",
    files: () => changed(bundle, "tokenizer.json", flipped),
    says: ["tokenizer.json: its content is not what was written", "Copy the converted model again"],
  },
  {
    what: "whose list names a file elsewhere",
    files: () => changed(bundle, manifest, (bytes) => bytes.toString().replaceAll(shard, `../../${shard}`)),
    says: [`${manifest}, model.shards[0].file: it must be ${shard}`, "Copy the converted model again"],
  },
  {
    what: "of a later version",
    files: () => changed(bundle, manifest, (bytes) => bytes.toString().replace('"version": 1', '"version": 2')),
    says: [`${manifest}, version: this is version 2 of the format`, "Update this program"],
  },
];

for (const { what, files, says, showsWhenStoring } of broken) {
  test(
    `a converted model ${what}: the alert says what, where and what to do, and nothing is stored`,
    { tag: "@page" },
    async ({ app, page }) => {
      await app.open();
      await app.bringFiles(files());
      if (showsWhenStoring === true) await app.storeButton.click();
      await expect(app.alert).toHaveCount(1);
      for (const words of says) await expect(app.alert).toContainText(words);
      expect(await storedKeys(page)).toEqual(nothingStored);
    },
  );
}

/** One bit in the middle is another. */
function flipped(bytes: Buffer): Buffer {
  const damaged = Buffer.from(bytes);
  const middle = damaged.byteLength >> 1;
  damaged[middle] = (damaged[middle] ?? 0) ^ 1;
  return damaged;
}

/** The folder that lies in an archive, unpacked by the system's tar. */
function unpacked(path: string): string {
  const out = mkdtempSync(join(folder, "unpacked-"));
  execFileSync("tar", ["--extract", "--strip-components=1", "-C", out, "-f", path]);
  return out;
}

/** Byte for byte, but for when and how fast the manifest says that the model was converted. */
function expectSameFiles(actual: string, expected: string): void {
  expect(readdirSync(actual).sort()).toEqual(readdirSync(expected).sort());
  for (const name of readdirSync(expected)) {
    const [one, other] = [actual, expected].map((from) => readFileSync(join(from, name)));
    if (name === manifest) expect(timeless(one)).toBe(timeless(other));
    else expect(one?.equals(other ?? Buffer.of()), name).toBe(true);
  }
}

function timeless(bytes: Buffer | undefined): string | undefined {
  return bytes?.toString().replace(/"(convertedAt|durationMs)": [\d.]+/g, '"$1": 0');
}

/** Names and contents, in base64, of the files in the one folder that the page saved. */
async function filesSaved(page: Page): Promise<[string, string][]> {
  return await page.evaluate(async () => {
    const saved: [string, string][] = [];
    for await (const folder of (await navigator.storage.getDirectory()).values()) {
      if (!(folder instanceof FileSystemDirectoryHandle)) continue;
      for await (const handle of folder.values()) {
        if (!(handle instanceof FileSystemFileHandle)) continue;
        const bytes = new Uint8Array(await (await handle.getFile()).arrayBuffer());
        saved.push([handle.name, btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(""))]);
      }
    }
    return saved;
  });
}
