import { describe, expect, it } from "vitest";
import {
  get,
  global,
  int,
  le,
  orderedDict,
  pickle,
  put,
  shortText,
  stateDict,
  storage,
  tensor,
  text,
} from "../testing/build-torch";
import { latin1 } from "../testing/build-zip";
import { problemIn } from "../testing/expect-problem";
import { OPCODES as op } from "./pickle-opcodes";
import type { PickleValue } from "./pickle-values";
import { unpickle } from "./unpickle";

const read = (bytes: Uint8Array): PickleValue => unpickle(bytes, "a.bin");

const whole = tensor({ storage: storage("HalfStorage", "0", 8), shape: [2, 4] });

describe("unpickle", () => {
  it("reads numbers of every length, texts and tuples", () => {
    const numbers =
      int(-1) + op.BININT1 + "\xff" + op.BININT2 + "\xff\xff" + op.LONG1 + "\x05\0\0\0\0\x01" + op.LONG1 + "\0";
    expect(read(pickle(op.MARK + numbers + op.LONG1 + "\x01\x80" + op.TUPLE))).toEqual([
      -1,
      255,
      65535,
      2 ** 32,
      0,
      -128,
    ]);
    const values = op.NONE + op.NEWTRUE + op.TUPLE2 + text("\xc3\xa9") + shortText("b") + op.TUPLE3;
    expect(read(pickle(values))).toEqual([[null, true], "é", "b"]);
  });
});

/** Pickles that are damaged, or made to wear a reader out. */
const damages: [what: string, body: string, says: string][] = [
  ["a value of nothing", "", "the stack is empty"],
  ["two values", op.NONE + op.NONE, "values are left over"],
  ["an open mark", op.NONE + op.MARK, "the stack is empty"],
  ["bytes after the end", `${op.NONE}${op.STOP}abc`, "bytes follow the end"],
  ["a byte that is no opcode", "\xff", "byte 255 is no opcode"],
  ["a tuple without a mark", op.TUPLE, "there is none"],
  ["items without a mark", op.EMPTY_DICT + op.SETITEMS, "there is none"],
  ["a tuple from below a mark", op.NONE + op.MARK + op.TUPLE1, "the stack is empty"],
  ["an item from below a mark", op.EMPTY_DICT + op.MARK + text("a") + op.NONE + op.SETITEM, "the stack is empty"],
  ["a key without a value", op.EMPTY_DICT + op.MARK + text("a") + op.SETITEMS, "a key has no value"],
  [
    "a key twice",
    stateDict([
      ["a", whole],
      ["a", whole],
    ]),
    "the key a appears twice",
  ],
  ["a memo that is empty", get(0), "the memo holds nothing at 0"],
  [
    "a memo index of 2^32 - 1",
    `${op.NONE}${op.LONG_BINPUT}\xff\xff\xff\xff${op.LONG_BINGET}\xfe\xff\xff\xff`,
    "nothing at 4294967294",
  ],
  ["a memo of nothing", put(0), "the stack is empty"],
  ["a memo of a mark", op.NONE + op.MARK + op.MEMOIZE, "the stack is empty"],
  ["a name without an end", `${op.GLOBAL}os`, "a line does not end"],
  ["a name of 2000 bytes", global("a".repeat(2000), "b"), "a line does not end"],
  ["a text of 4 GB", `${op.BINUNICODE}\xff\xff\xff\xff`, "a text of 4294967295 bytes"],
  ["a text longer than the pickle", `${op.BINUNICODE}${le(1000, 4)}a`, "the pickle ends too early"],
  ["a text of 2000 bytes", text("a".repeat(2000)), "a text of 2000 bytes"],
  ["a text that is no UTF-8", text("\xc3\x28"), "not valid UTF-8"],
  ["half a surrogate pair", text("\xed\xa0\x80"), "not valid UTF-8"],
  ["a number of 255 bytes", `${op.LONG1}\xff${"\xff".repeat(255)}`, "a number of 255 bytes"],
  ["a number above 2^53", op.LONG1 + "\x08" + le(2n ** 54n, 8), "the number 18014398509481984"],
  ["a frame longer than the pickle", op.FRAME + le(100, 8) + op.NONE, "a frame is longer"],
  ["a frame of 2^64 - 1 bytes", op.FRAME + le(2n ** 64n - 1n, 8) + op.NONE, "a frame is longer"],
  ["a frame in a frame", op.FRAME + le(10, 8) + op.FRAME + le(0, 8) + op.NONE, "a frame begins within another"],
  ["a frame that cuts an opcode", op.FRAME + le(3, 8) + text("abc"), "its frame ends too early"],
  ["a million marks", op.MARK.repeat(1_000_000), "250000 opcodes"],
  ["a million values", op.NONE.repeat(1_000_000), "250000 opcodes"],
  ["a million memos", op.NONE + op.MEMOIZE.repeat(1_000_000), "250000 opcodes"],
  ["a million dicts", op.EMPTY_DICT.repeat(1_000_000), "250000 opcodes"],
  ["a million frames", (op.FRAME + le(0, 8)).repeat(1_000_000), "250000 opcodes"],
  [
    "a tuple that doubles itself a million times",
    op.NONE + (put(0) + get(0) + op.TUPLE2).repeat(333_333),
    "250000 opcodes",
  ],
  ["a million tuples in each other", op.EMPTY_TUPLE + op.TUPLE1.repeat(1_000_000), "250000 opcodes"],
];

describe("unpickle refuses", () => {
  it.each(damages)("%s", async (_, body, says) => {
    const problem = await problemIn(() => read(pickle(body)));
    expect(problem.code).toBe("bad-header");
    expect(problem.message).toContain(says);
  });

  it.each([
    ["protocol 0", "(lp0\n.", "a protocol older than 2"],
    ["protocol 1", `${op.EMPTY_DICT}.`, "a protocol older than 2"],
    ["protocol 6", `${op.PROTO}\x06N.`, "protocol 6"],
    ["protocol 255", `${op.PROTO}\xffN.`, "protocol 255"],
  ])("%s", async (_, bytes, says) => {
    const problem = await problemIn(() => read(latin1(bytes)));
    expect(problem.code).toBe("unsupported-format");
    expect(problem.message).toContain(says);
  });

  it("every truncation of a good pickle", async () => {
    const good = pickle(
      stateDict([["a", whole]]) + op.EMPTY_DICT + text("_metadata") + orderedDict + op.SETITEM + op.BUILD,
    );
    expect(read(good)).toBeInstanceOf(Map);
    for (let length = 0; length < good.byteLength; length++) {
      expect((await problemIn(() => read(good.subarray(0, length)))).code).toBe("bad-header");
    }
  });

  it("at the opcode that is at fault", async () => {
    const problem = await problemIn(() => read(pickle(text("abc") + global("os", "system"))));
    expect(problem.place).toBe("data.pkl, byte 10");
  });
});

describe("unpickle is not fooled by", () => {
  it("names that objects inherit", () => {
    const dict = read(
      pickle(
        stateDict([
          ["__proto__", whole],
          ["constructor", whole],
        ]),
      ),
    );
    expect(dict instanceof Map && [...dict.keys()]).toEqual(["__proto__", "constructor"]);
  });

  it("a dict that holds itself", () => {
    const dict = read(pickle(op.EMPTY_DICT + put(0) + text("a") + get(0) + op.SETITEM));
    expect(dict instanceof Map && dict.get("a")).toBe(dict);
  });
});
