import { describe, expect, it } from "vitest";
import { arraySource, type ByteSource } from "../../byte-source";
import { buildZip, latin1, type ZipInput, type ZipOptions } from "../testing/build-zip";
import { problemOf } from "../testing/expect-problem";
import { readZipEntries, type ZipEntry } from "./zip-entries";

const a: ZipInput = { name: "x/a", data: latin1("first") };
const b: ZipInput = { name: "x/b", data: latin1("second") };

function read(bytes: Uint8Array): Promise<ReadonlyMap<string, ZipEntry>> {
  return readZipEntries({ name: "a.bin", bytes: arraySource(bytes) });
}

describe("readZipEntries", () => {
  it.each(["zip64", "wide", "plain"] as const)("finds what lies in an archive with %s numbers", async (end) => {
    const bytes = buildZip([a, { name: "x/empty", data: new Uint8Array(0) }, b], { end });
    const found = [...(await read(bytes)).values()].map(({ name, byteOffset, byteLength }) => {
      return [name, String.fromCharCode(...bytes.subarray(byteOffset, byteOffset + byteLength))];
    });
    expect(found).toEqual([
      ["x/a", "first"],
      ["x/empty", ""],
      ["x/b", "second"],
    ]);
  });

  it("finds what lies beyond 4 GiB, and reads none of what lies before", async () => {
    const gap = 2 ** 33;
    const [first, second] = [...(await read(buildZip([a, b]))).values()];
    if (first === undefined || second === undefined) throw new Error("no entries");
    const gapStart = first.byteOffset + first.byteLength;
    const descriptorBytes = 16;
    const start = second.byteOffset + second.byteLength + descriptorBytes + gap;
    const entries = [
      { ...a, record: { size: first.byteLength + gap, stored: first.byteLength + gap } },
      { ...b, record: { offset: gapStart + descriptorBytes + gap } },
    ];
    // Each record of the directory grows by a zip64 field of 28 bytes.
    const directoryBytes = 2 * (46 + 3 + 28);
    const small = buildZip(entries, { end: "wide", says: { start, locator: start + directoryBytes } });
    const source: ByteSource = {
      byteLength: small.byteLength + gap,
      slice: (from, to) => {
        if (from < gapStart && to > gapStart) throw new Error("the gap is read");
        const shift = from < gapStart ? 0 : gap;
        return Promise.resolve(small.slice(from - shift, to - shift));
      },
    };
    expect([...(await readZipEntries({ name: "a.bin", bytes: source })).values()]).toEqual([
      { ...first, byteLength: first.byteLength + gap },
      { ...second, byteOffset: second.byteOffset + gap },
    ]);
  });

  it("takes sizes in headers, and fails on every truncation", async () => {
    const sized = [a, b].map((one) => {
      const size = one.data.byteLength;
      return { ...one, header: { flags: 0, size, stored: size }, record: { flags: 0 } };
    });
    for (const end of ["wide", "plain"] as const) {
      const whole = buildZip(sized, { end });
      expect((await read(whole)).size).toBe(2);
      for (let length = 0; length < whole.byteLength; length++) {
        expect((await problemOf(read(whole.subarray(0, length)))).code).toBe("truncated");
      }
    }
  });

  it.each<[string, ZipInput[]]>([
    ["a name twice", [a, b, b]],
    ["another name in the header", [a, { ...b, header: { name: "x/c" } }]],
    ["a longer name in the header", [a, { ...b, header: { name: "x/bb" } }]],
    ["another size in the header", [a, { ...b, header: { size: 5, stored: 5 } }]],
    ["no size in the header or after the data", [a, { ...b, header: { flags: 0 }, record: { flags: 0 } }]],
    ["other flags in the header", [a, { ...b, header: { flags: 0, size: 6, stored: 6 } }]],
    ["compression that only the header knows", [a, { ...b, header: { method: 8 } }]],
    ["a stored size that is not its size", [a, { ...b, record: { stored: 5 } }]],
    ["two entries in one place", [a, { ...b, record: { offset: 0 } }]],
    ["an entry that reaches into the next", [{ ...a, record: { size: 40, stored: 40 } }, b]],
    ["an entry between others", [a, { ...b, record: { offset: 3 } }]],
    ["an entry that starts nowhere", [a, { ...b, record: { offset: 70 } }]],
    ["bytes before the first entry", [{ ...a, isListed: false }, b]],
    ["sizes that are missing from the zip64 field", [a, { ...b, record: { size: 0xffffffff } }]],
    ["a name that is no UTF-8", [a, { ...b, name: "x/\xff" }]],
  ])("refuses %s", async (_, entries) => {
    expect((await problemOf(read(buildZip(entries)))).code).toBe("bad-header");
  });

  it.each<[string, ZipInput]>([
    ["compressed", { ...b, header: { method: 8 }, record: { method: 8 } }],
    ["encrypted", { ...b, header: { flags: 9 }, record: { flags: 9 } }],
  ])("refuses an entry that is %s, by its name", async (_, entry) => {
    expect(await problemOf(read(buildZip([a, entry])))).toMatchObject({ code: "unsupported-format", place: "x/b" });
  });

  it("calls an entry that ends beyond the archive truncated", async () => {
    const long = { ...b, record: { size: 1000, stored: 1000 } };
    expect(await problemOf(read(buildZip([a, long])))).toMatchObject({ code: "truncated", place: "x/b" });
  });

  it.each<[string, NonNullable<ZipOptions["says"]>]>([
    ["more entries than there are", { entries: 3 }],
    ["fewer entries than there are", { entries: 1 }],
    ["2^53 entries", { entries: 2 ** 53 }],
    ["a directory elsewhere", { start: 0 }],
    ["a directory that is smaller", { sizeBytes: 49 }],
    ["a directory of 2^40 bytes", { sizeBytes: 2 ** 40 }],
    ["a comment", { commentBytes: 7 }],
  ])("refuses an end that says %s", async (_, says) => {
    for (const end of ["wide", "plain"] as const) {
      expect(["bad-header", "truncated"]).toContain((await problemOf(read(buildZip([a, b], { end, says })))).code);
    }
  });

  it("refuses zip64 records that lie elsewhere, and ends that contradict each other", async () => {
    expect((await problemOf(read(buildZip([a, b], { says: { locator: 0 } })))).code).toBe("bad-header");
    const bytes = buildZip([a, b]);
    const entriesAt = bytes.byteLength - 12;
    expect((await problemOf(read(bytes.with(entriesAt, 1)))).message).toContain("contradict each other");
    const plain = buildZip([a, b], { end: "plain" });
    const withoutComment = plain.with(plain.byteLength - 2, 7);
    expect((await problemOf(read(withoutComment))).message).toContain("contradict each other");
    const twoEnds = Uint8Array.of(...plain, ...plain.subarray(-22));
    expect((await problemOf(read(twoEnds))).message).toContain("contradict each other");
  });

  it("refuses a header that is none, and a record longer than the directory", async () => {
    const bytes = buildZip([a], { end: "plain" });
    expect((await problemOf(read(bytes.with(0, 0)))).message).toContain("its header contradicts");
    const commentLengthAt = bytes.byteLength - 22 - "x/a".length - 14;
    expect((await problemOf(read(bytes.with(commentLengthAt, 1)))).message).toContain("longer than the directory");
  });

  it("refuses a directory larger than any model's", async () => {
    const record = { name: "x".repeat(60_000) };
    const entries = Array.from({ length: 71 }, () => ({ name: "x/a", data: new Uint8Array(0), record }));
    expect((await problemOf(read(buildZip(entries)))).message).toContain("allowed");
  });
});
