import { describe, expect, it } from "vitest";
import { base64Bytes } from "../checkpoint/testing/base64";
import { problemIn } from "../checkpoint/testing/expect-problem";
import { CheckpointError } from "../errors";
import { promptIds } from "../prompt/prompt-ids";
import golden from "./golden/sentence-piece.json";
import { createTokenizer } from "./literal-tokenizer";
import { sentencePieceJson } from "./sentence-piece-json";
import { readSentencePieceModel } from "./sentence-piece-model";
import { buildProtobuf, type ProtobufFields, type ProtobufValue } from "./testing/build-protobuf";

const FILE = "tokenizer.model";

function read(bytes: Uint8Array, vocabSize = 5): ReturnType<typeof readSentencePieceModel> {
  return readSentencePieceModel(bytes, FILE, vocabSize);
}

describe("a tokenizer from tokenizer.model", () => {
  const model = readSentencePieceModel(base64Bytes(golden.model), FILE, 700);
  const tokenizer = createTokenizer(JSON.stringify(sentencePieceJson(model)), FILE);
  const prompt = [{ token: "<s>" }, { content: true }] as const;

  it("finds the ids in every text that sentencepiece finds, after <s>", () => {
    const found = golden.cases.map(({ text }) => ({ text, ids: promptIds(prompt, text, tokenizer) }));
    expect(found).toEqual(golden.cases);
    expect(golden.cases.length).toBeGreaterThanOrEqual(200);
  });

  it("gives every text back, with the mark for a space as a space", () => {
    const texts = golden.cases.map(({ ids }) => tokenizer.decode(ids));
    expect(texts).toEqual(golden.cases.map(({ text }) => text.replaceAll("\u2581", " ")));
  });

  it("finds nothing in an empty text", () => {
    expect(tokenizer.encodeText("")).toEqual([]);
  });

  it("knows the control tokens", () => {
    expect(["<s>", "</s>", "<unk>"].map((token) => tokenizer.controlTokenId(token))).toEqual([1, 2, 0]);
  });
});

const PIECES: readonly ProtobufFields[] = [
  [
    [1, "<unk>"],
    [2, { float: 0 }],
    [3, 2],
  ],
  [
    [1, "</s>"],
    [3, 3],
  ],
  [
    [1, "<0x00>"],
    [3, 6],
  ],
  [
    [1, "\ufeff"],
    [2, { float: -1.25 }],
  ],
];
const TRAINER: ProtobufFields = [
  [3, 2],
  [35, 1],
];
const NORMALIZER: ProtobufFields = [
  [1, "identity"],
  [4, 0],
];

interface Parts {
  pieces?: readonly ProtobufFields[];
  trainer?: ProtobufFields;
  normalizer?: ProtobufFields;
}

/** The smallest model that can be read. */
function smallModel({ pieces = PIECES, trainer = TRAINER, normalizer = NORMALIZER }: Parts = {}): Uint8Array {
  return buildProtobuf([
    ...pieces.map((piece) => [1, buildProtobuf(piece)] as const),
    [2, buildProtobuf(trainer)],
    [3, buildProtobuf(normalizer)],
  ]);
}

describe("readSentencePieceModel", () => {
  it("reads pieces, their scores and types, and what they are by default", () => {
    const { vocabulary, scores, addsPrefix } = read(smallModel());
    expect(vocabulary.tokens).toEqual(["<unk>", "</s>", "<0x00>", "\ufeff"]);
    expect(vocabulary.types).toEqual([2, 3, 6, 1]);
    expect(scores).toEqual([0, 0, 0, -1.25]);
    expect(addsPrefix).toBe(true);
    expect(read(smallModel({ normalizer: [...NORMALIZER, [3, 0]] })).addsPrefix).toBe(false);
  });

  it("skips fields that it does not know", () => {
    const unknown: ProtobufFields = [
      [99, "x"],
      [100, 7],
      [101, { float: 1 }],
    ];
    const normalizer = buildProtobuf([...NORMALIZER, ...unknown]);
    const bytes = buildProtobuf([
      [1, buildProtobuf([[1, "a"], ...unknown])],
      ...unknown,
      [2, buildProtobuf(TRAINER)],
      [3, normalizer],
    ]);
    expect(read(bytes).vocabulary.tokens).toEqual(["a"]);
  });

  it("refuses a spec that appears twice", async () => {
    const twice = Uint8Array.of(...smallModel(), ...buildProtobuf([[2, buildProtobuf(TRAINER)]]));
    expect((await problemIn(() => read(twice))).message).toContain("a spec appears twice");
  });

  it("fails on every truncation", async () => {
    const whole = smallModel();
    for (let length = 0; length < whole.byteLength; length++) {
      const problem = await problemIn(() => read(whole.subarray(0, length)));
      expect(problem).toMatchObject({ code: "truncated", file: FILE });
      expect(problem.place).toMatch(/^byte \d+$/);
    }
  });

  it("survives any one byte being another: it reads, or fails with a CheckpointError", () => {
    const whole = smallModel();
    let failures = 0;
    for (let at = 0; at < whole.byteLength; at++) {
      for (let value = 0; value < 256; value++) {
        try {
          read(whole.with(at, value));
        } catch (error) {
          failures++;
          if (!(error instanceof CheckpointError)) throw error;
        }
      }
    }
    expect(failures).toBeGreaterThan(1000);
  });

  it.each<[string, Parts, string]>([
    [
      "a unigram model",
      {
        trainer: [
          [3, 1],
          [35, 1],
        ],
      },
      "trainer_spec.model_type",
    ],
    ["a model of no named type, which is unigram", { trainer: [[35, 1]] }, "trainer_spec.model_type"],
    ["no byte fallback", { trainer: [[3, 2]] }, "trainer_spec.byte_fallback"],
    ["spaces after words", { trainer: [...TRAINER, [24, 1]] }, "trainer_spec.treat_whitespace_as_suffix"],
    [
      "normalization",
      {
        normalizer: [
          [1, "nmt_nfkc"],
          [2, "\u0001"],
          [4, 0],
        ],
      },
      "normalizer_spec.precompiled_charsmap",
    ],
    ["removed spaces", { normalizer: [[1, "identity"]] }, "normalizer_spec.remove_extra_whitespaces"],
    ["unmarked spaces", { normalizer: [...NORMALIZER, [5, 0]] }, "normalizer_spec.escape_whitespaces"],
    [
      "a user-defined piece",
      {
        pieces: [
          ...PIECES,
          [
            [1, "b"],
            [3, 4],
          ],
        ],
      },
      "piece 4",
    ],
    [
      "an unused piece",
      {
        pieces: [
          ...PIECES,
          [
            [1, "b"],
            [3, 5],
          ],
        ],
      },
      "piece 4",
    ],
    [
      "a piece of an unknown type",
      {
        pieces: [
          ...PIECES,
          [
            [1, "b"],
            [3, 7],
          ],
        ],
      },
      "piece 4",
    ],
  ])("refuses %s in words", async (_, parts, place) => {
    expect(await problemIn(() => read(smallModel(parts)))).toMatchObject({
      code: "unsupported-format",
      file: FILE,
      place,
    });
  });

  it.each<[string, ProtobufFields]>([
    ["a piece twice", [[1, "</s>"]]],
    ["a piece without a text", [[2, { float: 1 }]]],
    ["a piece that is no UTF-8", [[1, Uint8Array.of(0xff)]]],
    ["a text that is a number", [[1, 5]]],
    [
      "a score that is a text",
      [
        [1, "b"],
        [2, "x"],
      ],
    ],
    [
      "a score that is not finite",
      [
        [1, "b"],
        [2, { float: NaN }],
      ],
    ],
  ])("refuses %s", async (_, piece) => {
    const problem = await problemIn(() => read(smallModel({ pieces: [...PIECES, piece] })));
    expect(problem).toMatchObject({ code: "bad-tokenizer", file: FILE });
  });

  it("refuses more pieces than the model has embeddings, and a piece that is a number", async () => {
    expect((await problemIn(() => read(smallModel(), 3))).message).toContain("3 embeddings");
    const number: ProtobufValue = 5;
    const bytes = buildProtobuf([
      [1, buildProtobuf([[1, "a"]])],
      [1, number],
    ]);
    expect((await problemIn(() => read(bytes))).code).toBe("bad-tokenizer");
  });

  it("tells another kind of tokenizer.model apart, Llama 3's for one", async () => {
    const problem = await problemIn(() => read(new TextEncoder().encode("IQ== 0\nIg== 1\n")));
    expect(problem).toMatchObject({ code: "unsupported-format", file: FILE });
    expect(problem.message).toContain("tokenizer.json");
  });

  it("refuses a model that lacks a byte", async () => {
    expect((await problemIn(() => sentencePieceJson(read(smallModel())))).message).toContain("<0x01>");
  });
});
