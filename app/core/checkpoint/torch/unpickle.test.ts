import { describe, expect, it } from "vitest";
import { global, int, le, orderedDict, pickle, stateDict, storage, tensor, text, tuple } from "../testing/build-torch";
import { latin1 } from "../testing/build-zip";
import { problemIn } from "../testing/expect-problem";
import { OPCODES as op } from "./pickle-opcodes";
import type { PickleValue } from "./pickle-values";
import { unpickle } from "./unpickle";

const read = (bytes: Uint8Array): PickleValue => unpickle(bytes, "a.bin");

const short = (value: string): string => op.SHORT_BINUNICODE + le(value.length, 1) + value;
const stackGlobal = (module: string, name: string): string => short(module) + short(name) + op.STACK_GLOBAL;
const call = (callee: string, ...args: string[]): string => callee + tuple(...args) + op.REDUCE;
const get = (index: number): string => op.BINGET + le(index, 1);
const put = (index: number): string => op.BINPUT + le(index, 1);

const whole = tensor({ storage: storage("HalfStorage", "0", 8), shape: [2, 4] });
const rebuild = global("torch._utils", "_rebuild_tensor_v2");
const system = global("os", "system");
const command = text("echo pwned");

/** A call that makes a tensor, with these for its last arguments. */
const rebuildWith = (...last: string[]): string =>
  call(rebuild, storage("HalfStorage", "0", 8), int(0), tuple(int(8)), tuple(int(1)), op.NEWFALSE, ...last);

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
    const values = op.NONE + op.NEWTRUE + op.TUPLE2 + text("\xc3\xa9") + short("b") + op.TUPLE3;
    expect(read(pickle(values))).toEqual([[null, true], "é", "b"]);
  });
});

/** Pickles that run something, or try to, in Python. */
const attacks: [what: string, body: string, named: string][] = [
  ["os.system", call(system, command), "os.system"],
  ["posix.system", call(global("posix", "system"), command), "posix.system"],
  ["nt.system", call(global("nt", "system"), command), "nt.system"],
  ["subprocess.Popen", call(global("subprocess", "Popen"), command), "subprocess.Popen"],
  ["eval", call(global("builtins", "eval"), text("1")), "builtins.eval"],
  ["exec", call(global("builtins", "exec"), text("1")), "builtins.exec"],
  ["Python 2's eval", call(global("__builtin__", "eval"), text("1")), "__builtin__.eval"],
  ["getattr", call(global("builtins", "getattr"), rebuild, text("__globals__")), "builtins.getattr"],
  ["__import__", call(global("builtins", "__import__"), text("os")), "builtins.__import__"],
  ["compile", call(global("builtins", "compile"), text("1")), "builtins.compile"],
  ["open", call(global("builtins", "open"), text("/etc/passwd")), "builtins.open"],
  ["apply", call(global("__builtin__", "apply"), system), "__builtin__.apply"],
  ["runpy", call(global("runpy", "_run_code"), text("1")), "runpy._run_code"],
  ["webbrowser", call(global("webbrowser", "open"), text("http://localhost")), "webbrowser.open"],
  ["socket", call(global("socket", "socket")), "socket.socket"],
  ["torch.load", call(global("torch", "load"), text("b.bin")), "torch.load"],
  ["torch.hub", call(global("torch.hub", "load"), text("b")), "torch.hub.load"],
  ["older rebuild functions", call(global("torch._utils", "_rebuild_tensor")), "torch._utils._rebuild_tensor"],
  ["rebuilding of any class", global("torch._tensor", "_rebuild_from_type_v2"), "torch._tensor._rebuild_from_type_v2"],
  ["JIT code", global("torch.jit._pickle", "restore_type_tag"), "torch.jit._pickle.restore_type_tag"],
  ["numpy", global("numpy.core.multiarray", "_reconstruct"), "numpy.core.multiarray._reconstruct"],
  ["codecs", call(global("_codecs", "encode"), text("a"), text("latin1")), "_codecs.encode"],
  ["copyreg", call(global("copyreg", "_reconstructor")), "copyreg._reconstructor"],
  ["functools.partial", call(global("functools", "partial"), rebuild), "functools.partial"],
  ["operator.attrgetter", call(global("operator", "attrgetter"), text("a")), "operator.attrgetter"],
  ["a name that is only mentioned", system, "os.system"],
  ["a call among the arguments of a known one", call(rebuild, call(system, command)), "os.system"],
  ["a call among the items of a dict", stateDict([["a", call(system, command)]]), "os.system"],
  ["a call after the weights", stateDict([["a", whole]]) + op.EMPTY_TUPLE + call(system, command), "os.system"],
  ["a name from the stack", stackGlobal("os", "system"), "os.system"],
  ["a name from the memo", text("os") + put(0) + text("system") + op.STACK_GLOBAL, "os.system"],
  ["an attribute of a known name", stackGlobal("torch._utils", "_rebuild_tensor_v2.__globals__"), "__globals__"],
  ["a known name cut elsewhere", stackGlobal("torch", "_utils._rebuild_tensor_v2"), "torch._utils._rebuild_tensor_v2"],
  ["an attribute of a known class", global("collections", "OrderedDict.__reduce_ex__"), "OrderedDict.__reduce_ex__"],
  ["a line feed in a module", stackGlobal("torch\nFloatStorage", ""), "torch?FloatStorage."],
  ["a carriage return", global("torch", "FloatStorage\r"), "torch.FloatStorage?"],
  ["a space before a name", global(" os", "system"), " os.system"],
  ["an empty name", global("", ""), "the pickle holds ., "],
  ["a name with a zero byte", global("torch", "FloatStorage\0"), "torch.FloatStorage?"],
  ["a name in other letters", global("torch", "\xd0\xa1harStorage"), "torch.Сhar"],
  ["a name that is a number", int(1) + int(2) + op.STACK_GLOBAL, "a name that is no text"],
  ["a name of a name", rebuild + short("x") + op.STACK_GLOBAL, "a name that is no text"],
  ["INST", `${op.MARK}${command}${op.INST}os\nsystem\n`, "the opcode INST"],
  ["OBJ", op.MARK + global("collections", "OrderedDict") + op.OBJ, "the opcode OBJ"],
  ["NEWOBJ", global("collections", "OrderedDict") + op.EMPTY_TUPLE + op.NEWOBJ, "the opcode NEWOBJ"],
  [
    "NEWOBJ_EX",
    global("collections", "OrderedDict") + op.EMPTY_TUPLE + op.EMPTY_DICT + op.NEWOBJ_EX,
    "the opcode NEWOBJ_EX",
  ],
  ["EXT1", `${op.EXT1}\x01`, "the opcode EXT1"],
  ["EXT2", `${op.EXT2}\x01\0`, "the opcode EXT2"],
  ["EXT4", `${op.EXT4}\x01\0\0\0`, "the opcode EXT4"],
  ["PERSID", `${op.PERSID}storage\n`, "the opcode PERSID"],
  ["INT", `${op.INT}1\n`, "the opcode INT"],
  ["LONG", `${op.LONG}1L\n`, "the opcode LONG"],
  ["FLOAT", `${op.FLOAT}1.0\n`, "the opcode FLOAT"],
  ["STRING", `${op.STRING}'a'\n`, "the opcode STRING"],
  ["UNICODE", `${op.UNICODE}a\n`, "the opcode UNICODE"],
  ["PUT", `${op.NONE}${op.PUT}0\n`, "the opcode PUT"],
  ["GET", `${op.GET}0\n`, "the opcode GET"],
  ["DICT", op.MARK + op.DICT, "the opcode DICT"],
  ["LIST", op.MARK + op.LIST, "the opcode LIST"],
  ["POP", op.NONE + op.POP, "the opcode POP"],
  ["POP_MARK without a mark", op.POP_MARK, "the opcode POP_MARK"],
  ["DUP a thousand times", op.NONE + op.DUP.repeat(1000), "the opcode DUP"],
  ["LONG4 of 2 GB", `${op.LONG4}\xff\xff\xff\x7f`, "the opcode LONG4"],
  ["BINUNICODE8 of 2^63 bytes", `${op.BINUNICODE8}${le(2n ** 63n, 8)}`, "the opcode BINUNICODE8"],
  ["BINBYTES8 of 2^63 bytes", `${op.BINBYTES8}${le(2n ** 63n, 8)}`, "the opcode BINBYTES8"],
  ["BYTEARRAY8 of 2^63 bytes", `${op.BYTEARRAY8}${le(2n ** 63n, 8)}`, "the opcode BYTEARRAY8"],
  ["NEXT_BUFFER", op.NEXT_BUFFER, "the opcode NEXT_BUFFER"],
  ["a second protocol", `${op.NONE}${op.PROTO}\x02`, "the opcode PROTO"],
  ["a call of a text", call(text("eval"), text("1")), "a call of what is no function"],
  ["a call of a tensor", call(whole), "a call of what is no function"],
  ["a call of a storage class", call(global("torch", "FloatStorage"), int(1)), "torch.FloatStorage with"],
  ["a call without a tuple", rebuild + op.NONE + op.REDUCE, "a call of what is no function"],
  ["a dict from items", call(global("collections", "OrderedDict"), tuple()), "collections.OrderedDict with"],
  ["a tensor of too few arguments", call(rebuild, storage("HalfStorage", "0", 8)), "_rebuild_tensor_v2 with"],
  ["a tensor of a text", whole.replace(op.BINPERSID, ""), "_rebuild_tensor_v2 with"],
  ["a tensor with hooks", rebuildWith(stateDict([["0", op.NONE]])), "_rebuild_tensor_v2 with"],
  ["a tensor with metadata", rebuildWith(orderedDict, op.EMPTY_DICT), "_rebuild_tensor_v2 with"],
  [
    "a parameter of no tensor",
    call(global("torch._utils", "_rebuild_parameter"), op.NONE, op.NEWTRUE, orderedDict),
    "_rebuild_parameter with",
  ],
  [
    "BUILD of __dict__",
    orderedDict + op.EMPTY_DICT + text("__dict__") + op.EMPTY_DICT + op.SETITEM + op.BUILD,
    "BUILD with",
  ],
  [
    "BUILD of __setstate__",
    orderedDict + op.EMPTY_DICT + text("__setstate__") + rebuild + op.SETITEM + op.BUILD,
    "BUILD with",
  ],
  [
    "BUILD on a function",
    rebuild + op.EMPTY_DICT + text("_metadata") + orderedDict + op.SETITEM + op.BUILD,
    "BUILD with",
  ],
  ["BUILD on a tensor", whole + op.EMPTY_DICT + text("_metadata") + orderedDict + op.SETITEM + op.BUILD, "BUILD with"],
  ["BUILD with slots", orderedDict + op.NONE + op.EMPTY_DICT + op.TUPLE2 + op.BUILD, "BUILD with"],
  ["a persistent id that is a text", text("storage") + op.BINPERSID, "a persistent id that is no storage"],
  [
    "a persistent id of a module",
    tuple(text("module"), rebuild, text("0"), text("cpu"), int(8)) + op.BINPERSID,
    "a persistent id",
  ],
  [
    "a persistent id with a view",
    tuple(text("storage"), global("torch", "HalfStorage"), text("0"), text("cpu"), int(8), op.NONE) + op.BINPERSID,
    "a persistent id",
  ],
  [
    "a persistent id of a function",
    storage("HalfStorage", "0", 8).replace("torch\nHalfStorage", "collections\nOrderedDict"),
    "a persistent id",
  ],
  ["a persistent id in itself", storage("HalfStorage", "0", 8) + op.BINPERSID, "a persistent id"],
  ["an item of a tuple", op.EMPTY_TUPLE + text("a") + op.NONE + op.SETITEM, "items for what is no dict"],
  ["an item of a function", rebuild + text("__code__") + op.NONE + op.SETITEM, "items for what is no dict"],
  ["a key that is a function", op.EMPTY_DICT + rebuild + op.NONE + op.SETITEM, "a key that is no text"],
];

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
  it.each(attacks)("%s, by name, and says that nothing was run", async (_, body, named) => {
    const problem = await problemIn(() => read(pickle(body)));
    expect(problem).toMatchObject({ code: "unsupported-format", file: "a.bin" });
    expect(problem.place).toMatch(/^data\.pkl, byte \d+$/);
    expect(problem.message).toContain(named);
    expect(problem.message).toContain("nothing of it was run. Do not load this file in Python.");
  });

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
    const problem = await problemIn(() => read(pickle(text("abc") + system)));
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
