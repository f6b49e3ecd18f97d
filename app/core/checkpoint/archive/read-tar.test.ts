import { describe, expect, it } from "vitest";
import { arraySource } from "../../byte-source";
import { CheckpointError } from "../../errors";
import golden from "../golden/archives.json" with { type: "json" };
import { base64Bytes } from "../testing/base64";
import { binarySize, buildTar, paxEntry, type TarInput } from "../testing/build-tar";
import { latin1 } from "../testing/build-zip";
import { problemOf } from "../testing/expect-problem";
import { sparseSource } from "../testing/sparse-source";
import type { ArchiveEntry } from "./archive-entry";
import { readTar } from "./read-tar";

const read = (bytes: Uint8Array): Promise<ArchiveEntry[]> => readTar({ name: "a.tar", bytes: arraySource(bytes) });

async function contents(entries: readonly ArchiveEntry[]): Promise<[string, string][]> {
  const one = async ({ path, bytes }: ArchiveEntry): Promise<[string, string]> => [
    path,
    String.fromCharCode(...(await bytes.slice(0, bytes.byteLength))),
  ];
  return Promise.all(entries.map(one));
}

const goldenFiles = golden.files.map(({ path, data }) => [path, atob(data)]);
const goldenTars = golden.archives.filter(({ name }) => name.endsWith(".tar"));

const a: TarInput = { path: "x/a", data: latin1("first") };
const b: TarInput = { path: "x/b", data: latin1("second") };

describe("readTar", () => {
  it.each(goldenTars)("reads what Python wrote: $name", async ({ archive }) => {
    expect(await contents(await read(base64Bytes(archive)))).toEqual(goldenFiles);
  });

  it("leaves out everything but files, and passes over what they hold", async () => {
    const others = ["1", "2", "3", "4", "5", "6"].map((type) => ({
      path: "other",
      type,
      says: { size: "00000001000\0" },
    }));
    const described = ["g", "K", "V", "A"].map((type) => ({ path: "other", type, data: new Uint8Array(700).fill(65) }));
    const old = { path: "x/old", type: "\0", data: latin1("old") };
    const bytes = buildTar([...others, a, ...described, { ...b, type: "7" }, old]);
    expect(await contents(await read(bytes))).toEqual([
      ["x/a", "first"],
      ["x/b", "second"],
      ["x/old", "old"],
    ]);
  });

  it("takes the path from a prefix, from GNU's long name, and from pax, of which the nearest counts", async () => {
    const gnu: TarInput = { path: "././@LongLink", type: "L", data: latin1("gnu/name\0") };
    const link: TarInput = { path: "././@LongLink", type: "K", data: latin1("elsewhere\0") };
    const entries = [
      { ...a, prefix: "folder" },
      { ...a, prefix: "123", says: { magic: "ustar  \0" } },
      gnu,
      link,
      a,
      paxEntry({ mtime: "1.5", path: "pax/n\xc3\xa4me" }),
      b,
      a,
    ];
    const paths = (await read(buildTar(entries))).map(({ path }) => path);
    expect(paths).toEqual(["folder/x/a", "x/a", "gnu/name", "pax/näme", "x/a"]);
  });

  it.each<[string, (sizeBytes: number) => TarInput[]]>([
    ["GNU's binary sizes", (sizeBytes) => [{ ...a, says: { size: binarySize(sizeBytes) } }]],
    ["pax records", (sizeBytes) => [paxEntry({ size: String(sizeBytes) }), a]],
  ])("reads files above 8 GiB in place, by %s", async (_, first) => {
    const sizeBytes = 10 * 2 ** 30;
    const small = buildTar([...first(sizeBytes), b]);
    const dataEnd = small.byteLength - 4 * 512;
    const bytes = sparseSource(small, dataEnd, sizeBytes - 512);
    const [large, second] = await readTar({ name: "a.tar", bytes });
    if (second === undefined) throw new Error("no second entry");
    expect(large?.bytes.byteLength).toBe(sizeBytes);
    expect(await contents([second])).toEqual([["x/b", "second"]]);
  });

  it.each<[string, TarInput[], string]>([
    ["a wrong checksum", [a, { ...b, says: { checksum: "000001\0 " } }], "checksum"],
    ["a checksum that is no number", [{ ...a, says: { checksum: "zzzzzz\0 " } }], "checksum"],
    ["a size that is no number", [{ ...a, says: { size: "0000000x005\0" } }], "size"],
    ["a negative size", [{ ...a, says: { size: "\xff".repeat(12) } }], "size"],
    ["a size above 2^53", [{ ...a, says: { size: `\x80${"\x7f".repeat(11)}` } }], "size"],
    ["pax records without a length", [{ path: "p", type: "x", data: latin1("path=b\n") }, a], "pax"],
    ["a pax record that is longer than the header", [{ path: "p", type: "x", data: latin1("99 path=b\n") }, a], "pax"],
    ["a pax record that is shorter than it says", [{ path: "p", type: "x", data: latin1("8 path=b\n") }, a], "pax"],
    [
      "a pax record without a length after one with",
      [{ path: "p", type: "x", data: latin1("7 a=bc\npath") }, a],
      "pax",
    ],
    ["a pax size that is no number", [paxEntry({ size: "-5" }), a], "pax"],
    ["a name of 1 MB", [{ path: "p", type: "L", data: new Uint8Array(1 << 20).fill(65) }, a], "allowed"],
  ])("refuses %s", async (_, entries, message) => {
    const problem = await problemOf(read(buildTar(entries)));
    expect(problem).toMatchObject({ code: "bad-header", file: "a.tar" });
    expect(problem.message).toContain(message);
  });

  it("refuses files with holes, and more entries than any model has", async () => {
    expect((await problemOf(read(buildTar([{ ...a, type: "S" }])))).code).toBe("unsupported-format");
    expect((await problemOf(read(buildTar([paxEntry({ "GNU.sparse.major": "1" }), a])))).code).toBe(
      "unsupported-format",
    );
    const block = buildTar([{ path: "x" }]).subarray(0, 512);
    const many = new Uint8Array(block.byteLength * ((1 << 16) + 1));
    for (let at = 0; at < many.byteLength; at += block.byteLength) many.set(block, at);
    expect((await problemOf(read(many))).message).toContain("allowed");
  });

  it("calls an archive truncated wherever it ends before its two empty blocks do", async () => {
    const whole = buildTar([a, paxEntry({ path: "y" }), b]);
    expect(await read(whole)).toHaveLength(2);
    for (let length = 0; length < whole.byteLength; length++) {
      expect((await problemOf(read(whole.subarray(0, length)))).code).toBe("truncated");
    }
    const lone = Uint8Array.of(...whole.subarray(0, 1024), ...new Uint8Array(512), ...whole.subarray(1024));
    expect((await problemOf(read(lone))).message).toContain("empty block");
  });

  it("survives any one byte being another: it reads, or fails with a CheckpointError", async () => {
    const whole = buildTar([a, paxEntry({ path: "y", size: "6" }), b]);
    let failures = 0;
    for (let at = 0; at < whole.byteLength; at++) {
      for (const value of [0, 0x31, 0xff]) {
        try {
          await contents(await read(whole.with(at, value)));
        } catch (error) {
          failures++;
          if (!(error instanceof CheckpointError)) throw error;
        }
      }
    }
    expect(failures).toBeGreaterThan(1000);
  });
});
