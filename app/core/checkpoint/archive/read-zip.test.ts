import { describe, expect, it } from "vitest";
import { arraySource } from "../../byte-source";
import { CheckpointError } from "../../errors";
import golden from "../golden/archives.json" with { type: "json" };
import { base64Bytes } from "../testing/base64";
import { buildZip, latin1, type ZipInput } from "../testing/build-zip";
import { deflatedEntry } from "../testing/deflate";
import { problemOf } from "../testing/expect-problem";
import { sparseSource } from "../testing/sparse-source";
import type { ArchiveEntry } from "./archive-entry";
import { readZip } from "./read-zip";

const read = (bytes: Uint8Array): Promise<ArchiveEntry[]> => readZip({ name: "a.zip", bytes: arraySource(bytes) });

async function contents(entries: readonly ArchiveEntry[]): Promise<[string, Uint8Array][]> {
  const one = async ({ path, bytes }: ArchiveEntry): Promise<[string, Uint8Array]> => [
    path,
    Uint8Array.from(await bytes.slice(0, bytes.byteLength)),
  ];
  return Promise.all(entries.map(one));
}

const goldenFiles = golden.files.map(({ path, data }): [string, Uint8Array] => [path, base64Bytes(data)]);
const goldenZips = golden.archives.filter(({ name }) => name.endsWith(".zip"));

function goldenZip(wanted: string): Uint8Array<ArrayBuffer> {
  return base64Bytes(golden.archives.find(({ name }) => name === wanted)?.archive ?? "");
}

const stored: ZipInput = { name: "x/stored", data: latin1("as it is") };
const long = latin1("again and ".repeat(1000)) as Uint8Array<ArrayBuffer>;

describe("readZip", () => {
  it.each(goldenZips)("reads what Python wrote: $name", async ({ archive }) => {
    expect(await contents(await read(base64Bytes(archive)))).toEqual(goldenFiles);
  });

  it("leaves out folders and links", async () => {
    const folder: ZipInput = { name: "x/", data: new Uint8Array(0) };
    const link: ZipInput = { name: "x/link", data: latin1("stored"), record: { unixMode: 0o120777 } };
    const program: ZipInput = { ...stored, record: { unixMode: 0o100755 } };
    expect((await read(buildZip([folder, link, program]))).map(({ path }) => path)).toEqual(["x/stored"]);
  });

  it.each<[string, Partial<ZipInput>, string, string]>([
    ["is encrypted", { record: { flags: 0x0809 } }, "unsupported-format", "it is encrypted"],
    ["has another method", { header: { method: 14 }, record: { method: 14 } }, "unsupported-format", "method 14"],
    ["has another method in its header", { header: { method: 8 } }, "bad-header", "contradicts"],
    ["is stored in fewer bytes than it has", { record: { size: 9 } }, "bad-header", "sizes contradict"],
    ["ends beyond the archive", { record: { size: 1000, stored: 1000 } }, "truncated", "beyond the archive's data"],
  ])("reads all but an entry that %s", async (_, changes, code, message) => {
    const [bad, good] = await read(buildZip([{ ...stored, ...changes }, await deflatedEntry("x/deflated", long)]));
    if (bad === undefined || good === undefined) throw new Error("no entries");
    const problem = await problemOf(bad.bytes.slice(0, 1));
    expect(problem).toMatchObject({ code, file: "a.zip", place: "x/stored" });
    expect(problem.message).toContain(message);
    expect(await contents([good])).toEqual([["x/deflated", long]]);
  });

  it("refuses an entry that unpacks to more or less than it says, or to more than deflate can, before it unpacks it", async () => {
    const entry = await deflatedEntry("x", long);
    const says = async (changes: NonNullable<ZipInput["record"]>): Promise<string> => {
      const [found] = await read(buildZip([{ ...entry, record: { ...entry.record, ...changes } }], { end: "wide" }));
      if (found === undefined) throw new Error("no entry");
      return (await problemOf(found.bytes.slice(0, Math.min(found.bytes.byteLength, 20_000)))).message;
    };
    expect(await says({ size: long.byteLength - 1 })).toContain("unpacks to more");
    expect(await says({ size: long.byteLength + 1 })).toContain("unpacks to less");
    expect(await says({ size: 2 ** 40 })).toContain("sizes contradict");
    expect(await says({ checksum: 1 })).toContain("checksum");
  });

  it("lets many entries be read in turns", async () => {
    const inputs = await Promise.all(Array.from({ length: 20 }, (_, i) => deflatedEntry(`x/${i}`, long.with(i, 0x41))));
    const entries = await read(buildZip(inputs));
    for (const half of [0, 5000]) {
      for (const [i, { bytes }] of entries.entries()) {
        expect(await bytes.slice(half, half + 5000)).toEqual(long.with(i, 0x41).slice(half, half + 5000));
      }
    }
  });

  it("reads an entry beyond 4 GiB in place", async () => {
    const gap = 2 ** 33;
    const second: ZipInput = { name: "x/second", data: latin1("beyond") };
    const plain = buildZip([stored, second], { end: "wide" });
    const endBytes = 56 + 20 + 22;
    const locator = plain.byteLength - endBytes + gap;
    const start = locator - 2 * (46 + 8 + 28);
    // Data are aligned to 64 bytes, and a descriptor of 16 follows them.
    const secondAt = 64 + stored.data.byteLength + 16;
    const records = [stored, { ...second, record: { offset: secondAt + gap } }];
    const small = buildZip(records, { end: "wide", says: { start, locator } });
    const bytes = sparseSource(small, secondAt, gap);
    const entries = await readZip({ name: "a.zip", bytes });
    expect((await contents(entries)).map(([, data]) => String.fromCharCode(...data))).toEqual(["as it is", "beyond"]);
  });

  it.each(["deflated.zip", "commented.zip", "zip64.zip"])("fails on every truncation of %s", async (name) => {
    const whole = goldenZip(name);
    for (let length = 0; length < whole.byteLength; length++) {
      const { code } = await problemOf(read(whole.subarray(0, length)));
      expect(["truncated", "bad-header"]).toContain(code);
    }
  });

  it("survives any one byte being another: it reads the same files, or fails with a CheckpointError", async () => {
    const whole = goldenZip("streamed.zip");
    let failures = 0;
    for (let at = 0; at < whole.byteLength; at++) {
      try {
        await contents(await read(whole.with(at, (whole[at] ?? 0) ^ 0x81)));
      } catch (error) {
        failures++;
        if (!(error instanceof CheckpointError)) throw error;
      }
    }
    expect(failures).toBeGreaterThan(500);
  });

  it("says that an archive was split, and that the end is missing", async () => {
    const whole = buildZip([stored], { end: "plain" });
    const split = await problemOf(read(whole.with(whole.byteLength - 18, 1)));
    expect(split).toMatchObject({ code: "unsupported-format" });
    expect(split.message).toContain("split");
    expect((await problemOf(read(latin1("PK\x03\x04 and no more")))).code).toBe("truncated");
  });
});
