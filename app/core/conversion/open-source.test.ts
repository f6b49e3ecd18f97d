import { describe, expect, it } from "vitest";
import { arraySource, type NamedFile } from "../byte-source";
import { buildTar } from "../checkpoint/testing/build-tar";
import { problemOf } from "../checkpoint/testing/expect-problem";
import { cardOf, SMALL_SHAPE } from "../checkpoint/testing/shapes";
import { textFile, tinyFolder, tinyGguf } from "../checkpoint/testing/tiny-model";
import { ByteWriter } from "../gguf/byte-writer";
import { type OpenedSource, openSource } from "./open-source";

const MATRIX = "model.layers.0.self_attn.q_proj.weight";
const model: NamedFile = { name: "tiny.gguf", bytes: arraySource(tinyGguf(SMALL_SHAPE)) };

/** An importance file of one matrix, all of whose columns matter so much. */
function importanceFile(name: string, value: number): NamedFile {
  const matrix = new TextEncoder().encode("blk.0.attn_q.weight");
  const writer = new ByteWriter().i32(1).i32(matrix.byteLength).bytes(matrix).i32(1).i32(SMALL_SHAPE.hiddenSize);
  for (let column = 0; column < SMALL_SHAPE.hiddenSize; column++) writer.f32(value);
  return { name, bytes: arraySource(writer.finish()) };
}

async function inTar(...files: NamedFile[]): Promise<NamedFile> {
  const entries = files.map(async ({ name, bytes }) => {
    return { path: `tiny/${name}`, data: Uint8Array.from(await bytes.slice(0, bytes.byteLength)) };
  });
  return { name: "tiny.tar", bytes: arraySource(buildTar(await Promise.all(entries))) };
}

function open(chosen: readonly NamedFile[], importance?: NamedFile): Promise<OpenedSource> {
  return openSource(chosen, { cards: [cardOf(SMALL_SHAPE)], importance });
}

/** Which importance file was taken, and how much the first column matters by it. */
async function importanceOf(opened: Promise<OpenedSource>): Promise<[string | undefined, number | undefined]> {
  const { importance } = await opened;
  return [importance?.file, importance?.values.get(MATRIX)?.[0]];
}

const one = importanceFile("imatrix.dat", 1);
const two = importanceFile("notes.imatrix", 2);

describe("openSource", () => {
  it("takes the importance file beside a model, or in its archive, and that beside an archive first", async () => {
    expect(await importanceOf(open([model]))).toEqual([undefined, undefined]);
    for (const container of [[model], tinyFolder(SMALL_SHAPE)]) {
      const archive = await inTar(...container, one);
      expect(await importanceOf(open([one, ...container]))).toEqual(["imatrix.dat", 1]);
      expect(await importanceOf(open([archive]))).toEqual(["imatrix.dat", 1]);
      expect(await importanceOf(open([archive, two]))).toEqual(["notes.imatrix", 2]);
    }
  });

  it("takes the importance file that it is given, whatever was chosen", async () => {
    const given = importanceFile("imatrix.dat", 3);
    for (const chosen of [[model], [one, model], [one, two, model], [await inTar(model, one)]]) {
      expect(await importanceOf(open(chosen, given))).toEqual(["imatrix.dat", 3]);
    }
    expect((await open([one, model], given)).fingerprint).toBe((await open([model, given])).fingerprint);
  });

  it("names both where two importance files were chosen", async () => {
    for (const chosen of [[one, two, model], [await inTar(model, one, two)]]) {
      const problem = await problemOf(open(chosen));
      expect(problem).toMatchObject({ code: "not-a-checkpoint", file: "imatrix.dat" });
      expect(problem.message).toContain("notes.imatrix");
    }
  });

  it("says so where an importance file is all that was chosen", async () => {
    for (const chosen of [[one], [await inTar(one)]]) {
      const problem = await problemOf(open(chosen));
      expect(problem).toMatchObject({ code: "not-a-checkpoint", file: "imatrix.dat" });
      expect(problem.message).toContain("Choose the model along with it.");
    }
  });

  it("says that a model is called like an importance file", async () => {
    const misnamed = { ...model, name: "tiny-imatrix.gguf" };
    for (const opened of [open([misnamed]), open([misnamed], one), open([await inTar(misnamed)])]) {
      const problem = await problemOf(opened);
      expect(problem).toMatchObject({ code: "unsupported-format", file: "tiny-imatrix.gguf" });
      expect(problem.message).toContain("Rename it");
    }
  });

  it("passes over what macOS writes beside files", async () => {
    const twins = ["._tiny.gguf", "._imatrix.dat", "._model.safetensors"].map((name) =>
      textFile(name, "\0\x05\x16\x07"),
    );
    expect(await importanceOf(open([...twins, model]))).toEqual([undefined, undefined]);
    expect(await importanceOf(open([...twins, one, model]))).toEqual(["imatrix.dat", 1]);
    expect((await open([...twins, model])).fingerprint).toBe((await open([model])).fingerprint);
    expect(await importanceOf(open([...twins, ...tinyFolder(SMALL_SHAPE)]))).toEqual([undefined, undefined]);
    expect(await importanceOf(open([await inTar(model, one), ...twins]))).toEqual(["imatrix.dat", 1]);
  });

  it("calls a folder without a name after its files", async () => {
    const options = { cards: [cardOf(SMALL_SHAPE)], label: "" };
    expect((await openSource(tinyFolder(SMALL_SHAPE), options)).checkpoint.label).not.toBe("");
  });
});
