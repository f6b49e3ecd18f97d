import { call, global, pickle, stateDict, storage, tensor, text, torchEntries } from "./build-torch";
import { buildZip, latin1, type ZipInput, type ZipOptions } from "./build-zip";

export interface HostileArchive {
  what: string;
  bytes: Uint8Array;
}

const ENDS = ["zip64", "wide", "plain"] as const;

/** Harmless: what a scanner may see of an archive that shows it one thing and PyTorch another. */
const good = pickle(stateDict([["w", tensor({ storage: storage("HalfStorage", "0", 8), shape: [2, 4] })]]));
/** Runs a command where Python loads it. */
const evil = pickle(call(global("os", "system"), text("echo pwned")));

const goodEntries = torchEntries(good, [new Uint8Array(16)]);
const [goodPickle, ...otherEntries] = goodEntries as [ZipInput, ...ZipInput[]];
const evilPickle: ZipInput = { name: goodPickle.name, data: evil };

const sized = (entry: ZipInput): ZipInput => {
  const size = entry.data.byteLength;
  return { ...entry, header: { flags: 0, size, stored: size }, record: { flags: 0 } };
};
const join = (...parts: readonly Uint8Array[]): Uint8Array =>
  latin1(parts.map((part) => String.fromCharCode(...part)).join(""));

/** Archives in which two readers may find different pickles, or that are not what torch.save writes. */
export function hostileArchives(): HostileArchive[] {
  const evilBytes = buildZip([evilPickle, ...otherEntries]);
  const goodBytes = buildZip(goodEntries);
  const entries: [what: string, entries: readonly ZipInput[]][] = [
    ["a second pickle of the same name", [goodPickle, evilPickle, ...otherEntries]],
    ["a first pickle of the same name", [evilPickle, goodPickle, ...otherEntries]],
    ["a pickle in another folder", [...goodEntries, { name: "evil/data.pkl", data: evil }]],
    ["a pickle that only the data know", [{ ...evilPickle, isListed: false }, ...goodEntries]],
    [
      "the pickle known by another name in its header",
      [{ ...goodPickle, header: { name: "archive/data.pkx" } }, ...otherEntries],
    ],
    [
      "the pickle known by another name in the directory",
      [{ ...evilPickle, header: { name: "archive/evil.pkl" } }, ...otherEntries],
    ],
    [
      "two records for one entry",
      [goodPickle, { ...evilPickle, name: "archive/x", record: { offset: 0 } }, ...otherEntries],
    ],
    [
      "an entry within another's data",
      [{ ...goodPickle, record: { size: 4000, stored: 4000 } }, evilPickle, ...otherEntries],
    ],
    [
      "a pickle shorter in the directory",
      [sized({ ...goodPickle }), ...otherEntries].map((entry, i) =>
        i === 0 ? { ...entry, record: { flags: 0, size: 4, stored: 4 } } : entry,
      ),
    ],
    [
      "a pickle longer in its header",
      [{ ...sized(goodPickle), header: { flags: 0, size: 9999, stored: 9999 } }, ...otherEntries],
    ],
    ["a deflated pickle", [{ ...goodPickle, header: { method: 8 }, record: { method: 8 } }, ...otherEntries]],
    ["a pickle deflated in its header alone", [{ ...goodPickle, header: { method: 8 } }, ...otherEntries]],
    ["a pickle deflated in the directory alone", [{ ...goodPickle, record: { method: 8 } }, ...otherEntries]],
    [
      "a pickle compressed in an unknown way",
      [{ ...goodPickle, header: { method: 99 }, record: { method: 99 } }, ...otherEntries],
    ],
    ["an encrypted pickle", [{ ...goodPickle, header: { flags: 0x809 }, record: { flags: 0x809 } }, ...otherEntries]],
    ["a pickle encrypted in its header alone", [{ ...goodPickle, header: { flags: 0x809 } }, ...otherEntries]],
    [
      "a strongly encrypted directory",
      [{ ...goodPickle, header: { flags: 0x841 }, record: { flags: 0x841 } }, ...otherEntries],
    ],
    [
      "a link in place of the pickle",
      [{ name: goodPickle.name, data: latin1("../../../../etc/passwd") }, ...otherEntries],
    ],
    ["no pickle at all", otherEntries],
    ["an empty pickle", [{ ...goodPickle, data: new Uint8Array(0) }, ...otherEntries]],
    ["TorchScript in place of a pickle", [{ ...evilPickle, name: "archive/constants.pkl" }, ...otherEntries]],
    ["the pickle in capitals", [{ ...goodPickle, name: "archive/DATA.PKL" }, ...otherEntries]],
    ["the pickle two folders deep", [{ ...goodPickle, name: "archive/archive/data.pkl" }, ...otherEntries]],
    ["the pickle in no folder", [{ ...goodPickle, name: "data.pkl" }, ...otherEntries]],
    ["the pickle behind a backslash", [{ ...goodPickle, name: "archive\\data.pkl" }, ...otherEntries]],
    ["a zero byte in the pickle's name", [{ ...evilPickle, name: "archive/data.pkl\0.txt" }, ...otherEntries]],
    ["a second pickle behind a zero byte", [...goodEntries, { name: "archive/data.pkl\0.txt", data: evil }]],
    ["a second pickle in capitals", [...goodEntries, { name: "archive/DATA.pkl", data: evil }]],
    ["a name that is no UTF-8", [...goodEntries, { name: "archive/\xff\xfe", data: evil }]],
    ["an absolute path", [...goodEntries, { name: "/etc/cron.d/evil", data: evil }]],
    ["a path out of the folder", [...goodEntries, { name: "../evil.py", data: evil }]],
    ["a path of another drive", [...goodEntries, { name: "C:\\evil.py", data: evil }]],
    [
      "a directory of 2^32 - 1 bytes for an entry",
      [{ ...goodPickle, record: { size: 0xffffffff, stored: 0xffffffff } }, ...otherEntries],
    ],
    ["an entry that starts beyond the archive", [{ ...goodPickle, record: { offset: 0x7fffffff } }, ...otherEntries]],
    [
      "an entry that needs a zip64 field, without one",
      [{ ...goodPickle, record: { offset: 0xffffffff } }, ...otherEntries],
    ],
    [
      "big-endian weights",
      goodEntries.map((entry) => (entry.name.endsWith("byteorder") ? { ...entry, data: latin1("big") } : entry)),
    ],
  ];
  const files: [what: string, bytes: Uint8Array][] = [
    ["a pickle before the archive", join(evil, goodBytes)],
    ["another archive before it", join(evilBytes, goodBytes)],
    ["another archive after it", join(goodBytes, evilBytes)],
    ["bytes after its end", join(goodBytes, latin1("abc"))],
    ["a second end record", join(goodBytes, goodBytes.subarray(-22))],
    ["an archive in its comment", join(buildZip(goodEntries, { says: { commentBytes: 0 } }).with(-2, 0xff), evilBytes)],
    ["no archive, but a pickle", evil],
    ["no archive, but a script", latin1("#!/bin/sh\necho pwned\n")],
    ["half an archive", goodBytes.subarray(0, goodBytes.byteLength / 2)],
    ["nothing", new Uint8Array(0)],
  ];
  const says: [what: string, says: ZipOptions["says"]][] = [
    ["a comment", { commentBytes: 5 }],
    ["fewer entries than it lists", { entries: 1 }],
    ["more entries than it lists", { entries: 99 }],
    ["2^53 entries", { entries: 2 ** 53 }],
    ["a directory elsewhere", { start: 0 }],
    ["a smaller directory", { sizeBytes: 10 }],
    ["a directory of 2^53 bytes", { sizeBytes: 2 ** 53 }],
  ];
  const locators = [0, 1, 2 ** 52];
  return [
    ...entries.map(([what, list]) => ({ what, bytes: buildZip(list) })),
    ...files.map(([what, bytes]) => ({ what, bytes })),
    ...says.flatMap(([what, lie]) => ENDS.map((end) => archive(`${what}, numbers: ${end}`, goodEntries, end, lie))),
    ...locators.flatMap((locator) =>
      (["zip64", "wide"] as const).map((end) =>
        archive(`zip64 records at ${locator}, ${end}`, goodEntries, end, { locator }),
      ),
    ),
  ];
}

/** What the hostile ones would be without the trick. */
export function harmlessArchives(): HostileArchive[] {
  return ENDS.map((end) => archive(end, goodEntries, end));
}

function archive(
  what: string,
  entries: readonly ZipInput[],
  end: (typeof ENDS)[number],
  says: ZipOptions["says"] = {},
): HostileArchive {
  return { what, bytes: buildZip(entries, { end, says }) };
}
