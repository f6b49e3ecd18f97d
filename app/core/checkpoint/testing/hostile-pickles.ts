import { OPCODES as op } from "../torch/pickle-opcodes";
import {
  call,
  get,
  global,
  int,
  le,
  orderedDict,
  pickle,
  put,
  shortText,
  stackGlobal,
  stateDict,
  storage,
  tensor,
  text,
  tuple,
} from "./build-torch";
import { latin1 } from "./build-zip";

export interface HostilePickle {
  what: string;
  bytes: Uint8Array;
  /** What the refusal must name. */
  named: string;
}

const whole = tensor({ storage: storage("HalfStorage", "0", 8), shape: [2, 4] });
const rebuild = global("torch._utils", "_rebuild_tensor_v2");
const system = global("os", "system");
const command = text("echo pwned");

/** A call that makes a tensor, with these for its last arguments. */
const rebuildWith = (...last: string[]): string =>
  call(rebuild, storage("HalfStorage", "0", 8), int(0), tuple(int(8)), tuple(int(1)), op.NEWFALSE, ...last);

/** Bodies of pickles that run something, or try to, in Python, each a trick of its own. */
const TRICKS: readonly (readonly [what: string, body: string, named: string])[] = [
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
  ["a name of a name", rebuild + shortText("x") + op.STACK_GLOBAL, "a name that is no text"],
  ["INST of a known name", `${op.MARK}${op.INST}collections\nOrderedDict\n`, "the opcode INST"],
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
  [
    "a tensor of 65 dimensions",
    tensor({ storage: storage("HalfStorage", "0", 8), shape: Array.from({ length: 65 }, () => 1) }),
    "_rebuild_tensor_v2 with",
  ],
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

/** What malicious pickles call, or use to get at what they call. */
const NAMES: readonly (readonly [module: string, name: string])[] = [
  ["os", "system"],
  ["os", "popen"],
  ["os", "execv"],
  ["os", "spawnl"],
  ["os", "remove"],
  ["posix", "system"],
  ["nt", "system"],
  ["subprocess", "Popen"],
  ["subprocess", "check_output"],
  ["subprocess", "getoutput"],
  ["pty", "spawn"],
  ["commands", "getoutput"],
  ["builtins", "eval"],
  ["builtins", "exec"],
  ["builtins", "compile"],
  ["builtins", "__import__"],
  ["builtins", "getattr"],
  ["builtins", "open"],
  ["builtins", "breakpoint"],
  ["__builtin__", "eval"],
  ["__builtin__", "apply"],
  ["__main__", "run"],
  ["importlib", "import_module"],
  ["runpy", "run_path"],
  ["code", "interact"],
  ["pdb", "run"],
  ["timeit", "timeit"],
  ["cProfile", "run"],
  ["platform", "popen"],
  ["socket", "create_connection"],
  ["http.client", "HTTPConnection"],
  ["urllib.request", "urlopen"],
  ["webbrowser", "open"],
  ["shutil", "rmtree"],
  ["pip._internal", "main"],
  ["ctypes", "CDLL"],
  ["pickle", "loads"],
  ["_pickle", "Unpickler"],
  ["marshal", "loads"],
  ["types", "FunctionType"],
  ["types", "CodeType"],
  ["functools", "reduce"],
  ["functools", "partial"],
  ["operator", "methodcaller"],
  ["operator", "attrgetter"],
  ["itertools", "starmap"],
  ["codecs", "decode"],
  ["copyreg", "_reconstructor"],
  ["collections", "defaultdict"],
  ["numpy", "load"],
  ["torch", "load"],
  ["torch.hub", "load"],
  ["torch.storage", "_load_from_bytes"],
  ["torch.jit", "load"],
  ["torch._utils", "_rebuild_device_tensor_from_numpy"],
  ["torch.nn.modules.linear", "Linear"],
  ["torch.serialization", "load"],
  ["torch._utils", "_rebuild_tensor"],
  ["torch._tensor", "_rebuild_from_type_v2"],
  ["torch.jit._pickle", "restore_type_tag"],
  ["numpy.core.multiarray", "_reconstruct"],
  ["_codecs", "encode"],
  ["socket", "socket"],
  ["runpy", "_run_code"],
];

type Way = (module: string, name: string) => string;

/** How a pickle gets at a name and calls it. The first protocol that has the opcodes is given. */
const WAYS: readonly (readonly [what: string, since: number, way: Way])[] = [
  ["REDUCE", 2, (module, name) => call(global(module, name), command)],
  ["REDUCE from the memo", 2, (module, name) => global(module, name) + put(7) + tuple(get(7), command) + op.REDUCE],
  ["INST", 2, (module, name) => `${op.MARK}${command}${op.INST}${module}\n${name}\n`],
  ["OBJ", 2, (module, name) => op.MARK + global(module, name) + command + op.OBJ],
  ["NEWOBJ", 2, (module, name) => global(module, name) + tuple(command) + op.NEWOBJ],
  ["BUILD", 2, (module, name) => orderedDict + stateDict([["__setstate__", global(module, name)]]) + op.BUILD],
  ["STACK_GLOBAL", 4, (module, name) => call(stackGlobal(module, name), command)],
  ["STACK_GLOBAL in a frame", 4, (module, name) => framed(call(stackGlobal(module, name), command))],
  [
    "STACK_GLOBAL from the memo",
    4,
    (module, name) => shortText(module) + put(1) + shortText(name) + put(2) + tuple(get(1), get(2) + op.STACK_GLOBAL),
  ],
  ["NEWOBJ_EX", 4, (module, name) => global(module, name) + tuple(command) + op.EMPTY_DICT + op.NEWOBJ_EX],
];

/** Where it lies among what is harmless. */
const PLACES: readonly (readonly [what: string, place: (body: string) => string])[] = [
  ["alone", (body) => body],
  ["in place of a tensor", (body) => stateDict([["model.norm.weight", body]])],
  [
    "after a tensor",
    (body) =>
      stateDict([
        ["a", whole],
        ["b", body],
      ]),
  ],
  ["as a key", (body) => orderedDict + body + whole + op.SETITEM],
  ["after the weights", (body) => stateDict([["a", whole]]) + body],
  ["in the metadata", (body) => stateDict([["a", whole]]) + stateDict([["_metadata", body]]) + op.BUILD],
  ["as a storage", (body) => call(rebuild, body, int(0), tuple(int(8)), tuple(int(1)), op.NEWFALSE, orderedDict)],
  ["as a tensor's hooks", rebuildWith],
  ["as the type of a storage", (body) => tuple(text("storage"), body) + op.BINPERSID],
  ["in tuples in tuples", (body) => op.MARK.repeat(100) + body + op.TUPLE.repeat(100)],
  ["under a thousand values", (body) => op.MARK + op.NONE.repeat(1000) + body + op.TUPLE],
  [
    "in a dict that holds itself",
    (body) => op.EMPTY_DICT + put(3) + text("a") + get(3) + op.SETITEM + text("b") + body,
  ],
];

/** What Python 2 wrote: text all through, without a number of the protocol. */
const OLD_WAYS: readonly (readonly [protocol: number, way: Way])[] = [
  [0, (module, name) => `c${module}\n${name}\np0\n(S'echo pwned'\np1\ntp2\nRp3\n.`],
  [0, (module, name) => `(S'echo pwned'\ni${module}\n${name}\n.`],
  [1, (module, name) => `c${module}\n${name}\nq\x00(U\x0aecho pwnedq\x01tq\x02Rq\x03.`],
];

/** Every trick, and every way to every name, in places and protocols by turns. */
export function hostilePickles(): HostilePickle[] {
  const tricks = TRICKS.map(([what, body, named]) => ({ what, bytes: pickle(body), named }));
  const calls = NAMES.flatMap(([module, name], i) =>
    WAYS.map(([how, since, way], j) => {
      const [where, place] = PLACES[(i + j) % PLACES.length] ?? ["alone", (body: string) => body];
      const protocol = since + ((i + j) % (6 - since));
      const bytes = latin1(`${op.PROTO}${le(protocol, 1)}${place(way(module, name))}${op.STOP}`);
      return { what: `${module}.${name} by ${how}, ${where}, protocol ${protocol}`, bytes, named: `${module}.${name}` };
    }),
  );
  const old = NAMES.flatMap(([module, name]) =>
    OLD_WAYS.map(([protocol, way], i) => {
      const what = `${module}.${name} in protocol ${protocol}, way ${i + 1}`;
      return { what, bytes: latin1(way(module, name)), named: "a protocol older than 2" };
    }),
  );
  return [...tricks, ...calls, ...old];
}

function framed(body: string): string {
  return op.FRAME + le(body.length, 8) + body;
}
