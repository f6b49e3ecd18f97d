import { describe, expect, it } from "vitest";
import { arraySource, type NamedFile } from "../../byte-source";
import { openCheckpoint } from "../open-checkpoint";
import { buildTar } from "../testing/build-tar";
import { buildZip, latin1, type ZipInput } from "../testing/build-zip";
import { deflatedEntry } from "../testing/deflate";
import { problemOf } from "../testing/expect-problem";
import { SMALL_SHAPE } from "../testing/shapes";
import { textFile, tinyFolder, tinyGguf } from "../testing/tiny-model";
import { expandArchives } from "./expand-archives";
import { crc32 } from "./inflate/crc32";

interface PackedFile {
  name: string;
  data: Uint8Array<ArrayBuffer>;
}

const readme: PackedFile = { name: "README.md", data: latin1("# A model") as Uint8Array<ArrayBuffer> };
const gguf: PackedFile = { name: "tiny.gguf", data: tinyGguf(SMALL_SHAPE) };

/** The files' bytes, each under a path. */
function inFolder(folder: string, files: readonly NamedFile[]): Promise<PackedFile[]> {
  return Promise.all(
    files.map(async ({ name, bytes }) => ({
      name: `${folder}${name}`,
      data: Uint8Array.from(await bytes.slice(0, bytes.byteLength)),
    })),
  );
}

const CONTAINERS = {
  "stored.zip": (files: readonly PackedFile[]) => buildZip(files, { end: "plain" }),
  "deflated.zip": async (files: readonly PackedFile[]) =>
    buildZip(await Promise.all(files.map(({ name, data }) => deflatedEntry(name, data)))),
  "model.tar": (files: readonly PackedFile[]) => buildTar(files.map(({ name, data }) => ({ path: name, data }))),
};
const containers = Object.entries(CONTAINERS);

function named(name: string, bytes: Uint8Array): NamedFile {
  return { name, bytes: arraySource(bytes) };
}

async function expand(name: string, bytes: Uint8Array): ReturnType<typeof expandArchives> {
  return expandArchives([named(name, bytes)]);
}

/** Name and CRC-32 of each file. */
async function checksums(files: readonly NamedFile[]): Promise<string[]> {
  return (await inFolder("", files)).map(({ name, data }) => `${name} ${crc32(data)}`).sort();
}

describe.each(containers)("expandArchives on %s", (archive, pack) => {
  it.each([
    ["safetensors", 1],
    ["safetensors", 3],
    ["pytorch", 1],
    ["pytorch", 3],
  ] as const)("finds a %s folder with weights in %i file(s) in a whole project", async (container, shards) => {
    const folder = tinyFolder(SMALL_SHAPE, shards, container);
    const model = await inFolder("project-1.0/models/7B/", [...folder, textFile("LICENSE", "use it well")]);
    const code = await inFolder("project-1.0/code/", [textFile("config.json", "{}"), textFile("train.py", "")]);
    const twins = await inFolder("__MACOSX/project-1.0/models/7B/", [textFile("._model.safetensors", "")]);
    const { files, label } = await expand(archive, await pack([readme, ...code, ...model, ...twins]));
    expect(label).toBe("7B");
    expect(await checksums(files)).toEqual(await checksums(folder));
    const checkpoint = await openCheckpoint(files, { label: "7B" });
    expect(checkpoint).toMatchObject({ container, label: "7B", shape: SMALL_SHAPE });
    expect([...checkpoint.tensors.keys()].sort()).toEqual([...(await openCheckpoint(folder)).tensors.keys()].sort());
  });

  it("finds a GGUF file, whatever the archive is called, and calls a model without a folder after the archive", async () => {
    const { files } = await expand("download", await pack([readme, gguf]));
    expect(files.map(({ name }) => name)).toEqual(["tiny.gguf"]);
    expect(await openCheckpoint(files)).toMatchObject({ container: "gguf", label: "tiny.gguf" });
    expect((await expand(archive, await pack([gguf]))).label).toBe(archive.replace(/\.\w+$/, ""));
  });

  it("names the folders where several hold a model, and takes the whole one of two", async () => {
    const folder = tinyFolder(SMALL_SHAPE);
    const [small, large] = [await inFolder("r/7B/", folder), await inFolder("r/13B/", folder)];
    const problem = await problemOf(expand(archive, await pack([...small, ...large])));
    expect(problem).toMatchObject({ code: "not-a-checkpoint", file: archive });
    expect(problem.message).toContain("r/7B, r/13B");
    const part = large.filter(({ name }) => !name.endsWith("config.json"));
    expect((await expand(archive, await pack([...small, ...part]))).label).toBe("7B");
    const { files } = await expand(archive, await pack(part));
    expect(await problemOf(openCheckpoint(files))).toMatchObject({ code: "missing-file", file: "config.json" });
  });

  it("keeps an importance file along with the model, and counts none as one", async () => {
    const importance = { name: "imatrix.dat", data: readme.data };
    const elsewhere = { name: "calibration/model-imatrix.gguf", data: gguf.data };
    const { files } = await expand(archive, await pack([gguf, importance, elsewhere]));
    expect(files.map(({ name }) => name)).toEqual(["tiny.gguf", "imatrix.dat"]);
    const alone = await expand(archive, await pack([readme, elsewhere]));
    expect(alone.files.map(({ name }) => name)).toEqual(["model-imatrix.gguf"]);
  });

  it("says that no model is in it", async () => {
    const problem = await problemOf(expand(archive, await pack([readme])));
    expect(problem).toMatchObject({ code: "not-a-checkpoint", file: archive });
  });

  it("shows hostile names harmlessly, and takes a file by its last part alone", async () => {
    const { files, label } = await expand(archive, await pack([{ ...gguf, name: "../../\x1b[31m/..\\tiny.gguf" }]));
    expect(files.map(({ name }) => name)).toEqual(["tiny.gguf"]);
    expect(label).toBe("?[31m");
  });
});

describe("expandArchives on anything else", () => {
  it("leaves several files, no files and other files as they are", async () => {
    const zip = named("a.zip", buildZip([gguf]));
    const chosen = [
      [],
      [zip, textFile("config.json", "{}")],
      [textFile("notes.txt", "hello")],
      [textFile("empty", "")],
    ];
    for (const files of chosen) expect(await expandArchives(files)).toEqual({ files });
  });

  it("leaves what PyTorch saved as it is, whatever its name, so that the same is said of it as ever", async () => {
    const entry: ZipInput = { name: "archive/data.pkl", data: latin1("}.") };
    for (const name of ["pytorch_model.bin", "consolidated.pth", "download"]) {
      const { files } = await expand(name, buildZip([entry]));
      expect((await problemOf(openCheckpoint(files))).message).toContain("perhaps of PyTorch weights");
    }
  });

  it.each([
    ["model.tar.gz", "\x1f\x8b\x08", "gunzip"],
    ["model.tar.bz2", "BZh9", "bunzip2"],
    ["model.tar.xz", "\xfd7zXZ\0", "unxz"],
    ["model.tar.zst", "\x28\xb5\x2f\xfd", "unzstd"],
    ["model.7z", "7z\xbc\xaf\x27\x1c", "7z"],
    ["model.rar", "Rar!\x1a\x07", "unrar"],
  ])("says how to unpack %s", async (name, head, command) => {
    const problem = await problemOf(expand(name, latin1(`${head} and more`)));
    expect(problem).toMatchObject({ code: "unsupported-format", file: name });
    expect(problem.message).toContain(command);
  });

  it("stops when told to", async () => {
    const controller = new AbortController();
    controller.abort();
    const tar = named("a.tar", buildTar([{ path: "tiny.gguf", data: gguf.data }]));
    await expect(expandArchives([tar], controller.signal)).rejects.toMatchObject({ name: "AbortError" });
  });
});
