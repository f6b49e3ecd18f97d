import { mkdir, readdir, readFile, rm, statfs, truncate, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { openSource } from "../core/conversion/open-source";
import { type Conversion, type ConversionProgress, prepareConversion } from "../core/conversion/run-conversion";
import { variants } from "../core/models/variants";
import type { QuantizationMode } from "../core/quantize/quantization-mode";
import { type OpenFiles, openFiles } from "./file-source";
import { openOutputFolder, type OutputFolder } from "./output-folder";
import { temporaryFolder, writeTinyCheckpoint } from "./testing/tiny-checkpoint";

let folder = "";
let out = "";
let checkpoint: OpenFiles;
beforeEach(async () => {
  folder = await temporaryFolder();
  out = join(folder, "out");
  await writeTinyCheckpoint(join(folder, "checkpoint"));
  checkpoint = await openFiles(join(folder, "checkpoint"));
});
afterEach(async () => {
  await checkpoint.close();
  await rm(folder, { recursive: true });
});

/** A conversion into many small shards. */
async function conversionOf(
  options: { mode?: QuantizationMode; shardBytes?: number; appVersion?: string } = {},
): Promise<Conversion> {
  const source = await openSource(checkpoint.files, { cards: variants });
  const usual = { card: source.match.recognised, mode: "best", shardBytes: 16_384, appVersion: "1.0.0" } as const;
  return await prepareConversion(source, { ...usual, ...options });
}

async function open(conversion: Conversion): Promise<{ output: OutputFolder; progress: ConversionProgress[] }> {
  const progress: ConversionProgress[] = [];
  const { signal } = new AbortController();
  const output = await openOutputFolder(out, conversion, { signal, onProgress: (event) => progress.push(event) });
  return { output, progress };
}

const shard = (seed: number) => Uint8Array.from({ length: 1000 }, (_, i) => seed * i);
const names = ["params_shard_0.bin", "params_shard_1.bin", "params_shard_2.bin"];

async function addThree(conversion: Conversion): Promise<OutputFolder> {
  const { output } = await open(conversion);
  for (const [i, name] of names.entries()) await output.addShard(name, shard(i), []);
  return output;
}

describe("openOutputFolder", () => {
  it("begins in a new folder, and reads back what was added", async () => {
    const output = await addThree(await conversionOf());
    expect(output.shards.map(({ file, sizeBytes }) => [file, sizeBytes])).toEqual(names.map((name) => [name, 1000]));
    expect(await output.read("params_shard_2.bin", 10, 5)).toEqual(shard(2).slice(10, 15));
    expect((await readdir(out)).filter((name) => name.endsWith(".part"))).toEqual([]);
  });

  it("goes on with all that was added, and tells how it reads that again", async () => {
    const conversion = await conversionOf();
    const { shards } = await addThree(conversion);
    const { output, progress } = await open(conversion);
    expect(output.shards).toEqual(shards);
    expect(progress.map(({ bytesDone, bytesTotal }) => [bytesDone, bytesTotal])).toEqual([
      [1000, 3000],
      [2000, 3000],
      [3000, 3000],
    ]);
    await output.addShard("params_shard_3.bin", shard(3), []);
    expect((await open(conversion)).output.shards).toHaveLength(4);
  });

  it.each([
    ["has another content", (path: string) => writeFile(path, shard(7))],
    ["is cut off", (path: string) => writeFile(path, shard(1).subarray(0, 999))],
    ["is gone", (path: string) => rm(path)],
  ])("counts on no shard from the first on that %s", async (_, damage) => {
    const conversion = await conversionOf();
    await addThree(conversion);
    await damage(join(out, "params_shard_1.bin"));
    expect((await open(conversion)).output.shards).toHaveLength(1);
  });

  it.each([".DS_Store", "asclepius-model.unfinished.json.part"])(
    "takes a folder with %s alone for empty",
    async (name) => {
      await mkdir(out);
      await writeFile(join(out, name), "{");
      expect((await open(await conversionOf())).output.shards).toEqual([]);
      expect(await readdir(out)).toContain("asclepius-model.unfinished.json");
    },
  );

  it("needs no room for what takes the place of shards that are there", async () => {
    const conversion = await conversionOf();
    const output = await addThree(conversion);
    await output.forget();
    const { bavail, bsize } = await statfs(out);
    const plan = { ...conversion.plan, outputBytes: bavail * bsize + 2e9 };
    await expect(open({ ...conversion, plan })).rejects.toMatchObject({ code: "no-space" });
    // They take no blocks, but what they would. One of them makes no room before another is written.
    await truncate(join(out, "params_shard_0.bin"), 4e9);
    await expect(open({ ...conversion, plan })).rejects.toMatchObject({ code: "no-space" });
    await truncate(join(out, "params_shard_1.bin"), 4e9);
    expect((await open({ ...conversion, plan })).output.shards).toEqual([]);
  });

  it("begins anew once shards are to be forgotten", async () => {
    const conversion = await conversionOf();
    const output = await addThree(conversion);
    await output.forget();
    expect(output.shards).toEqual([]);
    expect((await open(conversion)).output.shards).toEqual([]);
  });

  it("does not count a shard that was written and not entered, nor what a killed write left", async () => {
    const conversion = await conversionOf();
    await addThree(conversion);
    await writeFile(join(out, "params_shard_3.bin"), shard(3));
    await writeFile(join(out, "params_shard_4.bin.part"), shard(4).subarray(0, 10));
    const { output } = await open(conversion);
    expect(output.shards).toHaveLength(3);
    await output.addShard("params_shard_3.bin", shard(5), []);
    expect(new Uint8Array(await readFile(join(out, "params_shard_3.bin")))).toEqual(shard(5));
  });

  it.each([{ shardBytes: 32_768 }, { appVersion: "1.0.1" }])(
    "begins anew where shards might not be the same: %j",
    async (options) => {
      await addThree(await conversionOf());
      expect((await open(await conversionOf(options))).output.shards).toEqual([]);
    },
  );

  it("refuses a folder with another conversion, or with other files, and leaves it as it is", async () => {
    await addThree(await conversionOf());
    const before = await readdir(out);
    await expect(open(await conversionOf({ mode: "plain" }))).rejects.toMatchObject({ code: "output-taken" });
    expect(await readdir(out)).toEqual(before);
    await rm(join(out, "asclepius-model.unfinished.json"));
    await expect(open(await conversionOf())).rejects.toMatchObject({ code: "output-taken" });
  });

  it("refuses a folder whose journal cannot be read", async () => {
    const conversion = await conversionOf();
    await addThree(conversion);
    await writeFile(join(out, "asclepius-model.unfinished.json"), "{");
    await expect(open(conversion)).rejects.toMatchObject({
      code: "output-taken",
      message: expect.stringContaining("asclepius-model.unfinished.json") as string,
    });
  });
});
