import { arraySource, type NamedFile } from "../../byte-source";
import { buildProtobuf } from "../../tokenizer/testing/build-protobuf";
import archives from "../golden/archives.json" with { type: "json" };
import deflated from "../golden/deflate.json" with { type: "json" };
import golden from "../golden/torch.json" with { type: "json" };
import { base64Bytes } from "../testing/base64";
import { buildGguf, buildGgufParts } from "../testing/build-gguf";
import { buildSafetensors, joinSafetensors } from "../testing/build-safetensors";
import { binarySize, buildTar, paxEntry, type TarInput } from "../testing/build-tar";
import { buildTorch, orderedDict, pickle, stateDict, storage, tensor, text } from "../testing/build-torch";
import { buildZip, latin1 } from "../testing/build-zip";
import { SMALLEST_SHAPE } from "../testing/shapes";
import { tinyConfig, tinyGguf, tinyGgufMetadata, tinyGgufTensors } from "../testing/tiny-model";
import { tinyTokenizerJson } from "../testing/tiny-vocabulary";
import { joinBytes } from "./structure";
import { OPCODES as op } from "../torch/pickle-opcodes";

/** Small files to start from, and texts that mean something in their formats. */

const utf8 = (value: string): Uint8Array<ArrayBuffer> => new TextEncoder().encode(value);

export const JSON_TOKENS = [
  '{"a":1}',
  "[1,2]",
  '"\\u0061"',
  '"\\ud800"',
  "1e9",
  "-1",
  "null",
  "true",
  '"__proto__":',
  " ",
].map(utf8);

export const SAFETENSORS_TOKENS = [
  ...JSON_TOKENS,
  ...["F64", "F32", "F16", "BF16", "I64", "I32", "U8", "BOOL", "F8_E4M3", "F4"].map((dtype) => utf8(`"${dtype}"`)),
  ...['"dtype":', '"shape":', '"data_offsets":', '"__metadata__":', '"__metadata__":{"format":"pt"},'].map(utf8),
  ...[
    '"b":{"dtype":"F16","shape":[1],"data_offsets":[0,2]},',
    '"c":{"dtype":"F32","shape":[],"data_offsets":[0,4]},',
  ].map(utf8),
];

export function safetensorsSeeds(): Uint8Array[] {
  const tensors = [
    { name: "a", dtype: "F32", shape: [2, 1], data: new Uint8Array(8) },
    { name: "b", dtype: "F16", shape: [4], data: new Uint8Array(8) },
    { name: "\u00e9\n", dtype: "BF16", shape: [1, 1, 1, 3], data: new Uint8Array(6) },
  ];
  const integers = { name: "n", dtype: "I64", shape: [1], data: new Uint8Array(8) };
  return [
    buildSafetensors(tensors),
    buildSafetensors(tensors.slice(0, 1)),
    buildSafetensors([...tensors, integers]),
    joinSafetensors('{"x":{"dtype":"F16","shape":[],"data_offsets":[0,2]}}      ', [new Uint8Array(2)]),
    joinSafetensors("{}"),
  ];
}

/** The tokens that a SentencePiece model has for the 256 bytes. */
const BYTE_TOKENS = Array.from({ length: 256 }, (_, i) => `<0x${i.toString(16).toUpperCase().padStart(2, "0")}>`);

const GGUF_KEYS = [
  ...["general.alignment", "general.type", "llama.rope.scaling.type", "llama.rope.scale_linear", "llama.expert_count"],
  ...["llama.attention.sliding_window", "llama.rope.dimension_count", "llama.attention.value_length", "llama"],
  ...["tokenizer.ggml.scores", "tokenizer.ggml.add_space_prefix", "rope_freqs.weight", "output.weight", "gpt2"],
  ...["split.no", "split.count", "split.tensors.count", "llama-bpe", "smollm", "default"],
];

export const GGUF_TOKENS = [
  // A list of one list.
  latin1("\x09\0\0\0\x01\0\0\0\0\0\0\0"),
  ...GGUF_KEYS.flatMap((key) => [latin1(key), latin1(`${String.fromCharCode(key.length)}\0\0\0\0\0\0\0${key}`)]),
];
export function ggufSeeds(): Uint8Array[] {
  const metadata = tinyGgufMetadata(SMALLEST_SHAPE);
  const tensors = tinyGgufTensors(SMALLEST_SHAPE);
  const factors = {
    name: "rope_freqs.weight",
    shape: [2],
    type: 0,
    data: new Uint8Array(Float32Array.of(1, 1).buffer),
  };
  const withoutTokens = metadata.filter(([key]) => !key.startsWith("tokenizer"));
  const tokens = ["<unk>", "<s>", "</s>", "<0x00>", "a", "b"];
  const withBytes = [...tokens.filter((token) => token !== "<0x00>"), "ab", ...BYTE_TOKENS];
  const neutral = [
    ["general.type", { text: "model" }],
    ["llama.rope.scaling.type", { text: "none" }],
    ["llama.rope.scale_linear", { f32: 1 }],
    ["llama.expert_count", { u32: 0 }],
    ["llama.attention.sliding_window", { u32: 0 }],
    ["llama.attention.value_length", { u32: SMALLEST_SHAPE.headDim }],
    ["llama.rope.dimension_count", { u32: SMALLEST_SHAPE.headDim }],
    ["split.count", { u32: 1 }],
  ] as const;
  const rows = tensors.map((tensor) =>
    tensor.shape[0] === SMALLEST_SHAPE.vocabSize
      ? { ...tensor, type: 1, shape: [withBytes.length, 8], data: new Uint8Array(2 * 8 * withBytes.length) }
      : tensor,
  );
  return [
    tinyGguf(SMALLEST_SHAPE),
    buildGguf({ metadata, tensors, version: 2 }),
    buildGguf({
      metadata: [...metadata, ["general.alignment", { u32: 8 }]],
      tensors: [...tensors, factors],
      alignment: 8,
    }),
    buildGguf({
      metadata: [
        ...withoutTokens,
        ["tokenizer.ggml.model", { text: "llama" }],
        ["tokenizer.ggml.tokens", { texts: tokens }],
        ["tokenizer.ggml.token_type", { i32s: [2, 3, 3, 6, 1, 1] }],
        ["tokenizer.ggml.scores", { f32s: [0, 0, 0, 0, -1, -2] }],
      ],
      tensors,
    }),
    buildGguf({
      metadata: [
        ...withoutTokens,
        ...neutral,
        ["tokenizer.ggml.model", { text: "gpt2" }],
        ["tokenizer.ggml.tokens", { texts: ["<s>", "</s>", "a", "b", "ab", "c"] }],
        ["tokenizer.ggml.token_type", { i32s: [3, 3, 1, 1, 1, 4] }],
        ["tokenizer.ggml.merges", { texts: ["a b"] }],
      ],
      tensors,
    }),
    buildGguf({
      metadata: [
        ...withoutTokens.filter(([key]) => key !== "llama.vocab_size"),
        ["tokenizer.ggml.model", { text: "llama" }],
        ["tokenizer.ggml.tokens", { texts: withBytes }],
        ["tokenizer.ggml.token_type", { i32s: withBytes.map((_, id) => (id < 3 ? 3 : id < 6 ? 1 : 6)) }],
        ["tokenizer.ggml.scores", { f32s: withBytes.map((_, id) => -id) }],
      ],
      tensors: rows,
    }),
    buildGguf({ metadata: [["general.architecture", { text: "llama" }]], tensors: [] }),
  ];
}

const parts = buildGgufParts(
  { metadata: tinyGgufMetadata(SMALLEST_SHAPE), tensors: tinyGgufTensors(SMALLEST_SHAPE) },
  2,
);

/** Stands before each mutated second part. */
export const GGUF_FIRST_PART: NamedFile = parts[0] ?? { name: "", bytes: arraySource(new Uint8Array(0)) };

export function ggufPartSeeds(): Uint8Array[] {
  const tensors = tinyGgufTensors(SMALLEST_SHAPE);
  const metadata = [
    ["split.no", { u32: 1 }],
    ["split.count", { u32: 2 }],
    ["split.tensors.count", { u32: tensors.length }],
  ] as const;
  const half = Math.ceil(tensors.length / 2);
  return [buildGguf({ metadata, tensors: tensors.slice(half) }), buildGguf({ metadata, tensors: [] })];
}

export const ZIP_TOKENS = [
  "PK\x01\x02",
  "PK\x03\x04",
  "PK\x05\x06",
  "PK\x06\x06",
  "PK\x06\x07",
  "PK\x07\x08",
  "\x01\0\x18\0",
].map(latin1);

const ENDS = ["zip64", "wide", "plain"] as const;

export function zipSeeds(): Uint8Array[] {
  const entries = [
    { name: "x/a", data: latin1("first") },
    { name: "x/", data: new Uint8Array(0) },
    { name: "x/b", data: latin1("second") },
  ];
  const sized = entries.map((entry) => {
    const size = entry.data.byteLength;
    return { ...entry, header: { flags: 0, size, stored: size }, record: { flags: 0 } };
  });
  return [
    ...ENDS.flatMap((end) => [buildZip(entries, { end }), buildZip(sized, { end })]),
    buildZip([], { end: "plain" }),
  ];
}

/** A size of two bytes and a checksum of four, then a raw deflate stream. */
export function deflateSeeds(): Uint8Array[] {
  const short = deflated.cases.filter(({ size, stream }) => size < 0x10000 && stream.length < 2000);
  return short.map(({ size, crc32, stream }) => {
    const prefix = new DataView(new ArrayBuffer(6));
    prefix.setUint16(0, size, true);
    prefix.setUint32(2, crc32, true);
    return joinBytes([new Uint8Array(prefix.buffer), base64Bytes(stream)]);
  });
}

export function deflateParts(bytes: Uint8Array): { sizeBytes: number; checksum: number; data: Uint8Array } {
  const prefix = new DataView(joinBytes([bytes, new Uint8Array(6)]).buffer);
  return { sizeBytes: prefix.getUint16(0, true), checksum: prefix.getUint32(2, true), data: bytes.subarray(6) };
}

export function zipArchiveSeeds(): Uint8Array[] {
  const entries = [
    { name: "m/config.json", data: latin1("{}") },
    { name: "m/model.safetensors", data: latin1("weights") },
  ];
  return [...goldenArchives(".zip"), ...ENDS.map((end) => buildZip(entries, { end }))];
}

export const TAR_TOKENS = ["ustar\0", "ustar  ", "00000000010\0", "30 path=a/b.json\n", "11 size=1\n", "\x80"].map(
  latin1,
);

export function tarSeeds(): Uint8Array[] {
  const folder: TarInput = { path: "m/", type: "5" };
  const config: TarInput = { path: "m/config.json", data: latin1("{}") };
  const weights: TarInput = { path: "m/model.safetensors", data: new Uint8Array(600) };
  const described: TarInput[] = [
    { path: "././@LongLink", type: "L", data: latin1("m/a/long/name.json\0") },
    paxEntry({ path: "m/model.gguf", size: "2" }),
    paxEntry({ "GNU.sparse.major": "1" }),
    { path: "././@LongLink", type: "K", data: latin1("m/link\0") },
    { path: "a", type: "g", data: latin1("11 size=1\n") },
    { path: "a", type: "2" },
    { path: "a", type: "S" },
    { ...config, says: { size: binarySize(2) } },
    { ...config, prefix: "a/b/c" },
  ];
  const plain = buildTar([folder, config, weights]);
  return [...goldenArchives(".tar"), plain, buildTar([]), ...described.map((entry) => buildTar([entry, config]))];
}

function goldenArchives(extension: string): Uint8Array[] {
  return archives.archives.filter(({ name }) => name.endsWith(extension)).map(({ archive }) => base64Bytes(archive));
}

/** The storage `data/0` that pickled tensors may lie in. */
export const STORAGES = new Uint8Array(16);

const halves = storage("HalfStorage", "0", 8);
const whole = tensor({ storage: halves, shape: [2, 4] });

export const PICKLE_TOKENS = [
  ...Object.values(op),
  ...["os\nsystem\n", "collections\nOrderedDict\n", "torch\nFloatStorage\n", "torch._utils\n_rebuild_tensor_v2\n"],
  ...[orderedDict, halves, whole, text("a"), `${op.PROTO}\x04`, `${op.FRAME}\0\0\0\0\0\0\0\0`],
].map(latin1);

export function pickleSeeds(): Uint8Array[] {
  const metadata = op.EMPTY_DICT + text("_metadata") + orderedDict + op.SETITEM + op.BUILD;
  const parameter = `${op.GLOBAL}torch._utils\n_rebuild_parameter\n${op.MARK}${whole}${op.NEWTRUE}${orderedDict}${op.TUPLE}${op.REDUCE}`;
  const framed = stateDict([["a", whole]]) + op.STOP;
  return [
    pickle(stateDict([["a", whole]])),
    pickle(
      stateDict([
        ["a", whole],
        ["b", tensor({ storage: halves, shape: [], storageOffset: 3 })],
      ]) + metadata,
    ),
    pickle(op.EMPTY_DICT + text("w") + parameter + op.SETITEM),
    latin1(
      `${op.PROTO}\x04${op.FRAME}${String.fromCharCode(framed.length & 255, framed.length >> 8)}\0\0\0\0\0\0${framed}`,
    ),
    pickle(text("abc") + op.MEMOIZE + op.BINGET + "\0" + op.LONG1 + "\x01\x80" + op.TUPLE3),
  ];
}

export function torchSeeds(): Uint8Array[] {
  const tensors = [
    { name: "w", dtype: "F16", shape: [2, 4], data: new Uint8Array(16) },
    { name: "v", dtype: "F32", shape: [1], data: new Uint8Array(4) },
  ];
  return [
    ...golden.cases.slice(0, 4).map(({ file }) => base64Bytes(file)),
    buildTorch(tensors, { end: "plain" }),
    buildTorch(tensors, { end: "wide" }),
    latin1("\x80\x02\x8a\x0al\xfc\x9cF\xf9 j\xa8P\x19.\x80\x02M\xe9\x03."),
    latin1("storages".padEnd(257, "\0") + "ustar\x0000"),
  ];
}

export function sentencePieceSeeds(): Uint8Array[] {
  const piece = (token: string, score: number, type?: number): [number, Uint8Array] => {
    return [1, buildProtobuf([[1, token], [2, { float: score }], ...(type === undefined ? [] : [[3, type] as const])])];
  };
  const specs = [
    [
      2,
      buildProtobuf([
        [3, 2],
        [35, 1],
      ]),
    ],
    [
      3,
      buildProtobuf([
        [1, "identity"],
        [3, 1],
        [4, 0],
      ]),
    ],
  ] as const;
  const few = [piece("<unk>", 0, 2), piece("<s>", 0, 3), piece("a", -1), piece("b", -2), piece("ab", -0.5)];
  const bytes = BYTE_TOKENS.map((name) => piece(name, 0, 6));
  return [buildProtobuf([...few, ...specs]), buildProtobuf([...few, ...bytes, ...specs])];
}

export function tokenizerJsonSeeds(): Uint8Array[] {
  return [
    utf8(tinyTokenizerJson(8)),
    utf8('{"model":{"type":"BPE","vocab":{"a":0,"b":1,"ab":2},"merges":[["a","b"]]},"added_tokens":null}'),
  ];
}

export function configSeeds(): Uint8Array[] {
  const config = tinyConfig(SMALLEST_SHAPE);
  const rope = { rope_type: "default", rope_theta: 10000 };
  return [config, { ...config, rope_parameters: rope, sliding_window: null, quantization_config: null }].map((value) =>
    utf8(JSON.stringify(value)),
  );
}

export function indexSeeds(): Uint8Array[] {
  return [utf8('{"metadata":{},"weight_map":{"a":"a.safetensors","b":"a.safetensors"}}')];
}
