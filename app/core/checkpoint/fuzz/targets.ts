import { arraySource, type NamedFile } from "../../byte-source";
import { CheckpointError } from "../../errors";
import { chooseModelFolder } from "../archive/choose-model-folder";
import { DeflatedSource } from "../archive/deflated-source";
import type { ArchiveEntry } from "../archive/archive-entry";
import { readTar } from "../archive/read-tar";
import { readZip } from "../archive/read-zip";
import { checkTokenizerJson } from "../../tokenizer/check-tokenizer-json";
import { sentencePieceJson } from "../../tokenizer/sentence-piece-json";
import { readSentencePieceModel } from "../../tokenizer/sentence-piece-model";
import { openGguf } from "../gguf-model";
import { hfShape } from "../hf-config";
import { hfWeightFiles } from "../hf-weight-files";
import { readSafetensorsHeader } from "../safetensors-header";
import { parseStrictJson } from "../strict-json";
import { readTorchFile } from "../torch/torch-file";
import { tensorOf } from "../torch/torch-tensor";
import { unpickle } from "../torch/unpickle";
import { readZipEntries } from "../torch/zip-entries";
import { checkAreas, checkRead, checkTensors } from "./invariants";
import * as seeds from "./seeds";
import type { Structure } from "./structure";
import { ggufStructure } from "./structures/gguf-structure";
import { jsonStructure } from "./structures/json-structure";
import { plainStructure } from "./structures/plain-structure";
import { pickleStructure } from "./structures/pickle-structure";
import { protobufStructure } from "./structures/protobuf-structure";
import { safetensorsStructure } from "./structures/safetensors-structure";
import { tarStructure } from "./structures/tar-structure";
import { zipStructure } from "./structures/zip-structure";

/** A reader, and what is known of what it reads. */
export interface FuzzTarget {
  name: string;
  structure: Structure;
  /** Texts that mean something in the format. */
  tokens: readonly Uint8Array[];
  seeds: readonly Uint8Array[];
  /** Reads a file's bytes. Throws CheckpointError, or another error for what should not have been accepted. */
  read(bytes: Uint8Array): Promise<void>;
}

/** Read of an archive, so that an input takes no longer than it must. */
const MOST_ENTRIES = 8;
const MOST_ENTRY_BYTES = 1 << 14;
/** As short as it may be: longer than a match. */
const ACCESS_POINT_SPACING_BYTES = 512;

const named = (name: string, bytes: Uint8Array): NamedFile => ({ name, bytes: arraySource(bytes) });

export const FUZZ_TARGETS: readonly FuzzTarget[] = [
  {
    name: "safetensors",
    structure: safetensorsStructure,
    tokens: seeds.SAFETENSORS_TOKENS,
    seeds: seeds.safetensorsSeeds(),
    read: async (bytes) => checkTensors(await readSafetensorsHeader(named("model.safetensors", bytes)), bytes),
  },
  {
    name: "gguf",
    structure: ggufStructure,
    tokens: seeds.GGUF_TOKENS,
    seeds: seeds.ggufSeeds(),
    read: async (bytes) => checkTensors((await openGguf([named("model.gguf", bytes)])).tensors.values(), bytes),
  },
  {
    name: "gguf-split",
    structure: ggufStructure,
    tokens: seeds.GGUF_TOKENS,
    seeds: seeds.ggufPartSeeds(),
    read: async (bytes) => {
      const parts = [seeds.GGUF_FIRST_PART, named("tiny-00002-of-00002.gguf", bytes)] as const;
      checkTensors(
        [...(await openGguf(parts)).tensors.values()].filter(({ file }) => file === parts[1].name),
        bytes,
      );
    },
  },
  {
    name: "zip",
    structure: zipStructure,
    tokens: seeds.ZIP_TOKENS,
    seeds: seeds.zipSeeds(),
    read: async (bytes) => checkAreas((await readZipEntries(named("a.bin", bytes))).values(), bytes),
  },
  {
    name: "zip-archive",
    structure: zipStructure,
    tokens: seeds.ZIP_TOKENS,
    seeds: seeds.zipArchiveSeeds(),
    read: async (bytes) => readEntries(await readZip(named("a.zip", bytes))),
  },
  {
    name: "tar-archive",
    structure: tarStructure,
    tokens: seeds.TAR_TOKENS,
    seeds: seeds.tarSeeds(),
    read: async (bytes) => readEntries(await readTar(named("a.tar", bytes))),
  },
  {
    name: "inflate",
    structure: plainStructure,
    tokens: [],
    seeds: seeds.deflateSeeds(),
    read: (bytes) => inflate(bytes),
  },
  {
    name: "torch",
    structure: zipStructure,
    tokens: seeds.PICKLE_TOKENS,
    seeds: seeds.torchSeeds(),
    read: async (bytes) => checkTensors(await readTorchFile(named("pytorch_model.bin", bytes)), bytes),
  },
  {
    name: "pickle",
    structure: pickleStructure,
    tokens: seeds.PICKLE_TOKENS,
    seeds: seeds.pickleSeeds(),
    read: (bytes) =>
      promised(() => {
        const value = unpickle(bytes, "a.bin");
        const file = named("a.bin", seeds.STORAGES);
        const dataOf = (key: string) => (key === "0" ? { name: "data/0", byteOffset: 0, byteLength: 16 } : undefined);
        if (!(value instanceof Map)) return;
        checkTensors(
          Array.from(value, ([name, item]) => tensorOf(name, item, file, dataOf)),
          seeds.STORAGES,
        );
      }),
  },
  {
    name: "tokenizer-model",
    structure: protobufStructure,
    tokens: [],
    seeds: seeds.sentencePieceSeeds(),
    read: (bytes) => promised(() => sentencePieceJson(readSentencePieceModel(bytes, "tokenizer.model", 300))),
  },
  {
    name: "tokenizer-json",
    structure: jsonStructure,
    tokens: seeds.JSON_TOKENS,
    seeds: seeds.tokenizerJsonSeeds(),
    read: (bytes) => promised(() => checkTokenizerJson(String.fromCharCode(...bytes), "tokenizer.json", 300)),
  },
  {
    name: "config",
    structure: jsonStructure,
    tokens: seeds.JSON_TOKENS,
    seeds: seeds.configSeeds(),
    read: (bytes) =>
      promised(() => {
        const at = { file: "config.json", place: "the model's configuration", code: "bad-header" } as const;
        hfShape(parseStrictJson(bytes, at), at.file);
      }),
  },
  {
    name: "weight-index",
    structure: jsonStructure,
    tokens: seeds.JSON_TOKENS,
    seeds: seeds.indexSeeds(),
    read: async (bytes) => {
      const files = [named("model.safetensors.index.json", bytes), named("a.safetensors", new Uint8Array(0))];
      await hfWeightFiles(files);
    },
  },
];

/** Reads the start and the end of each of the first entries, then looks for a model among all. */
async function readEntries(entries: readonly ArchiveEntry[]): Promise<void> {
  for (const { bytes } of entries.slice(0, MOST_ENTRIES)) {
    const { byteLength } = bytes;
    await checkRead(bytes, 0, Math.min(byteLength, MOST_ENTRY_BYTES));
    if (byteLength <= MOST_ENTRY_BYTES) await checkRead(bytes, byteLength >> 1, byteLength);
  }
  chooseModelFolder("an archive", entries);
}

/** What an entry of a zip archive has beside its data, the size and the checksum, stands before them. */
async function inflate(bytes: Uint8Array): Promise<void> {
  const { sizeBytes, checksum, data } = seeds.deflateParts(bytes);
  const at = { file: "a.zip", place: "a" };
  const bad = (problem: string): CheckpointError => new CheckpointError("bad-value", { ...at, problem, advice: "" });
  const options = { checksum, spacingBytes: ACCESS_POINT_SPACING_BYTES, onUse: () => undefined, signal: undefined };
  const source = new DeflatedSource({ bytes: arraySource(data), sizeBytes, at, bad }, options);
  await checkRead(source, 0, sizeBytes >> 1);
  await checkRead(source, 0, sizeBytes);
  await checkRead(source, sizeBytes >> 2, sizeBytes);
}

function promised(run: () => unknown): Promise<void> {
  return new Promise((resolve) => {
    run();
    resolve();
  });
}
