import { execFileSync } from "node:child_process";
import { readdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openBundle, readVerified } from "../core/bundle/open-bundle";
import type { ModelRecord } from "../core/models/model-record";
import { variants } from "../core/models/variants";
import { convertCommand } from "./convert-command";
import { openFiles } from "./file-source";
import { temporaryFolder, writeTinyCheckpoint } from "./testing/tiny-checkpoint";

let folder = "";
let checkpoint = "";
beforeAll(async () => {
  folder = await temporaryFolder();
  checkpoint = join(folder, "a checkpoint");
  await writeTinyCheckpoint(checkpoint);
});
afterAll(() => rm(folder, { recursive: true }));

/** Runs the command; `stopAt` is a part of the progress at which the user presses Ctrl-C. Returns what it said. */
async function convert(args: string[], stopAt?: string): Promise<{ said: string; progress: string }> {
  const controller = new AbortController();
  const said: string[] = [];
  const progress: string[] = [];
  const write = (text: string) => {
    progress.push(text);
    if (stopAt !== undefined && text.includes(stopAt)) controller.abort();
  };
  await convertCommand(args, {
    appVersion: "1.2.3",
    signal: controller.signal,
    print: (text) => said.push(text),
    progress: { write },
  });
  return { said: said.join("\n"), progress: progress.join("") };
}

async function filesIn(out: string): Promise<Record<string, Buffer>> {
  const names = (await readdir(out)).sort();
  const files: Record<string, Buffer> = {};
  for (const name of names) files[name] = await readFile(join(out, name));
  return files;
}

async function recordIn(out: string): Promise<ModelRecord> {
  const { files, close } = await openFiles(out);
  const { record } = await openBundle(files, variants);
  await close();
  return record;
}

/** llama.cpp's older importance file, of one matrix whose first columns matter most. */
function importanceOf(tensor: string, columns: number): Buffer {
  const sums = Float32Array.from({ length: columns }, (_, i) => 1 / (1 + i));
  const numbers = (...values: number[]) => Buffer.from(Int32Array.from(values).buffer);
  return Buffer.concat([numbers(1, tensor.length), Buffer.from(tensor), numbers(1, columns), Buffer.from(sums.buffer)]);
}

// Each run starts a thread a core, each of which compiles what it runs.
describe("convertCommand", { timeout: 60_000 }, () => {
  it("makes a bundle of a folder, checked, with what is known of it", async () => {
    const out = join(folder, "out");
    const { said, progress } = await convert([checkpoint, out]);
    expect(said).toContain("a checkpoint: Tiny test Llama");
    expect(said).toMatch(/error of the weights \d+\.\d\d %/);
    expect(progress).toContain("checking against the checkpoint: 100 %");

    const { files, close } = await openFiles(out);
    const { record, shards } = await openBundle(files, variants);
    for (const { file, shard } of shards) await readVerified(file, shard.sha256);
    await close();
    expect(record).toMatchObject({
      label: "a checkpoint",
      variantId: "tiny",
      quantization: { mode: "best" },
      source: { container: "safetensors" },
      appVersion: "1.2.3",
    });
    expect(record.knownAnswer?.logitsCosine).toBeGreaterThan(0.9);
    expect(Object.keys(await filesIn(out))).toEqual([
      "asclepius-model.json",
      "mlc-chat-config.json",
      "params_shard_0.bin",
      "tensor-cache.json",
      "tokenizer.json",
    ]);
  });

  it("leaves a model that is there as it is, and writes it as one file when asked", async () => {
    const out = join(folder, "twice");
    await convert([checkpoint, out, "--mode", "plain"]);
    const before = await filesIn(out);
    // As a crash leaves it between the last two steps.
    await writeFile(join(out, "asclepius-model.unfinished.json"), "{}");
    const { said, progress } = await convert([checkpoint, `${out}/`, "--mode", "plain", "--tar"]);
    expect(said).toContain("holds this model already");
    expect(said).toContain(`The same as one file: ${out}.tar`);
    expect(progress).toBe("");
    expect(await filesIn(out)).toEqual(before);
    const unpacked = join(folder, "unpacked");
    execFileSync("mkdir", [unpacked]);
    execFileSync("tar", ["--extract", "--strip-components=1", "-C", unpacked, "-f", `${out}.tar`]);
    expect(await filesIn(unpacked)).toEqual(before);
  });

  it("is stopped by Ctrl-C, and the same command goes on to the same files", async () => {
    const [whole, out] = [join(folder, "whole"), join(folder, "stopped")];
    await convert([checkpoint, whole]);
    await expect(convert([checkpoint, out], "checking")).rejects.toMatchObject({ name: "AbortError" });
    expect(Object.keys(await filesIn(out))).not.toContain("asclepius-model.json");

    const { progress } = await convert([checkpoint, out]);
    expect(progress).toContain("looking at what is there: 100 %");
    expect(progress).not.toContain("converting");
    const { "asclepius-model.json": manifest, ...files } = await filesIn(out);
    const { "asclepius-model.json": expected, ...wholeFiles } = await filesIn(whole);
    expect(files).toEqual(wholeFiles);
    const timeless = (json: Buffer | undefined) =>
      JSON.parse((json ?? "").toString(), (key, value: unknown) =>
        /convertedAt|durationMs/.test(key) ? 0 : value,
      ) as unknown;
    expect(timeless(manifest)).toEqual(timeless(expected));
  });

  it("takes importance into account, which makes it another model", async () => {
    const importance = join(folder, "notes.imatrix.dat");
    await writeFile(importance, importanceOf("blk.0.ffn_gate.weight", 128));
    const [plain, weighted] = [join(folder, "unweighted"), join(folder, "weighted")];
    await convert([checkpoint, plain]);
    await convert([checkpoint, weighted, "--importance", importance]);
    const [one, other] = [await recordIn(plain), await recordIn(weighted)];
    expect(other.quantization).toEqual({ mode: "best", importanceFile: "notes.imatrix.dat" });
    expect(other.id).not.toBe(one.id);
    expect(other.shards[0]?.sha256).not.toBe(one.shards[0]?.sha256);

    // The folder's own counts as little as any other file there, where one is named.
    const withOther = join(folder, "with another");
    await writeTinyCheckpoint(withOther);
    await writeFile(join(withOther, "imatrix.dat"), importanceOf("blk.0.ffn_up.weight", 128));
    const named = join(folder, "named");
    await convert([withOther, named, "--importance", importance]);
    expect(await recordIn(named)).toMatchObject({ id: other.id, quantization: other.quantization });
  });

  it("refuses a damaged model where it would leave one as it is", async () => {
    const out = join(folder, "damaged");
    await convert([checkpoint, out]);
    const shard = join(out, "params_shard_0.bin");
    const bytes = await readFile(shard);
    await writeFile(shard, bytes.fill(0, 100, 200));
    await expect(convert([checkpoint, out])).rejects.toMatchObject({
      code: "output-taken",
      message: expect.stringContaining("a model that is damaged (params_shard_0.bin)") as string,
    });
  });

  it.each([
    ["no such checkpoint", () => [join(folder, "nowhere"), join(folder, "new")], "missing-file"],
    ["a file that is none", () => [join(checkpoint, "tokenizer.json"), join(folder, "new")], "not-a-checkpoint"],
    ["a folder of other files", () => [checkpoint, checkpoint], "output-taken"],
    ["a folder that cannot be made", () => [checkpoint, join(checkpoint, "config.json", "out")], "not-written"],
    ["another model's shape", () => [checkpoint, join(folder, "new"), "--variant", "asclepius-7b"], "no-library"],
    [
      "an importance file that is not named as one",
      () => [checkpoint, join(folder, "new"), "--importance", join(checkpoint, "config.json")],
      "usage",
    ],
    ["a folder as importance file", () => [checkpoint, join(folder, "new"), "--importance", checkpoint], "usage"],
  ])("refuses %s and writes nothing", async (_, args, code) => {
    await expect(convert(args())).rejects.toMatchObject({ code });
    expect(await readdir(folder)).not.toContain("new");
  });

  it("says how it is used", async () => {
    expect((await convert(["--help"])).said).toContain("npm run convert -- <checkpoint> <out>");
  });
});
