import { printable } from "../printable";
import type { Opcode } from "./pickle-opcodes";
import { PickleReader } from "./pickle-reader";
import { isKind, isTuple, type PickleValue } from "./pickle-values";
import { findGlobal, storageOf } from "./torch-globals";

/**
 * A 13B model in one file takes 20,000; twelve times that. An opcode makes at most one value, so this bounds the stack, the memo
 * and everything else that a pickle can fill, and the work with it.
 */
const MAX_OPCODES = 250_000;
const PROTOCOLS = { first: 2, last: 5 };
const DO_NOT_LOAD = "Do not load this file in Python. Choose a checkpoint from a source that you trust.";

/**
 * What the pickle of a state dict holds. Nothing is executed: this knows the opcodes that torch.save writes for plain tensors,
 * and the names in torch-globals.ts, which stand for plain data. Everything else is refused.
 * Throws CheckpointError "bad-header", or "unsupported-format" for opcodes, names and calls that are not on these lists.
 */
export function unpickle(bytes: Uint8Array, file: string): PickleValue {
  return new Unpickler(new PickleReader(bytes, file)).run();
}

class Unpickler {
  readonly reader: PickleReader;
  private readonly stack: PickleValue[] = [];
  /** Heights of the stack at each open mark. */
  private readonly marks: number[] = [];
  private readonly memo = new Map<number, PickleValue>();

  constructor(reader: PickleReader) {
    this.reader = reader;
  }

  run(): PickleValue {
    this.readProtocol();
    for (let count = 1; count <= MAX_OPCODES; count++) {
      const opcode = this.reader.opcode();
      if (opcode === "STOP") return this.result();
      const operation = OPERATIONS[opcode];
      if (operation === undefined) throw this.forbidden(`the opcode ${opcode}`);
      operation(this, this.reader);
    }
    throw this.reader.bad(`there are more than the ${MAX_OPCODES} opcodes allowed`);
  }

  push(value: PickleValue): void {
    this.stack.push(value);
  }

  pop(): PickleValue {
    const value = this.stack.length > (this.marks.at(-1) ?? 0) ? this.stack.pop() : undefined;
    if (value === undefined) throw this.reader.bad("a value is needed, but the stack is empty");
    return value;
  }

  /** The top of the stack, which stays there. */
  top(): PickleValue {
    const value = this.pop();
    this.push(value);
    return value;
  }

  mark(): void {
    this.marks.push(this.stack.length);
  }

  /** Closes the last mark and takes what was pushed since. */
  popMark(): PickleValue[] {
    const start = this.marks.pop();
    if (start === undefined) throw this.reader.bad("a mark is needed, but there is none");
    return this.stack.splice(start);
  }

  pushTuple(length: number): void {
    const items = Array.from({ length }, () => this.pop());
    this.push(items.reverse());
  }

  put(index: number): void {
    this.memo.set(index, this.top());
  }

  memoize(): void {
    this.put(this.memo.size);
  }

  get(index: number): void {
    const value = this.memo.get(index);
    if (value === undefined) throw this.reader.bad(`the memo holds nothing at ${index}`);
    this.push(value);
  }

  /** Puts pairs of keys and values into the dict on top of the stack. */
  setItems(items: readonly PickleValue[]): void {
    const dict = this.top();
    if (!(dict instanceof Map)) throw this.forbidden("items for what is no dict");
    if (items.length % 2 !== 0) throw this.reader.bad("a key has no value");
    for (let i = 0; i < items.length; i += 2) {
      const key = items[i];
      const value = items[i + 1];
      if (typeof key !== "string" || value === undefined) throw this.forbidden("a key that is no text");
      if (dict.has(key)) throw this.reader.bad(`the key ${printable(key)} appears twice`);
      dict.set(key, value);
    }
  }

  pushGlobal(module: PickleValue, name: PickleValue): void {
    if (typeof module !== "string" || typeof name !== "string") throw this.forbidden("a name that is no text");
    const found = findGlobal(module, name);
    if (found === undefined) throw this.forbidden(printable(`${module}.${name}`));
    this.push(found);
  }

  reduce(): void {
    const args = this.pop();
    const callee = this.pop();
    if (!isKind(callee, "global") || !isTuple(args)) throw this.forbidden("a call of what is no function");
    const value = callee.call(args);
    if (value === undefined) throw this.forbidden(`${callee.module}.${callee.name} with unknown arguments`);
    this.push(value);
  }

  /** The only state that torch.save adds is a state dict's `_metadata`, the versions of its modules, which nothing needs. */
  build(): void {
    const state = this.pop();
    const isMetadata = state instanceof Map && state.size === 1 && state.has("_metadata");
    if (!isMetadata || !(this.top() instanceof Map)) throw this.forbidden("BUILD with unknown state");
  }

  pushStorage(): void {
    const storage = storageOf(this.pop());
    if (storage === undefined) throw this.forbidden("a persistent id that is no storage");
    this.push(storage);
  }

  private readProtocol(): void {
    const isFirst = this.reader.opcode() === "PROTO";
    const version = isFirst ? this.reader.u8() : 0;
    if (version < PROTOCOLS.first || version > PROTOCOLS.last) {
      throw this.forbidden(isFirst ? `protocol ${version}` : "a protocol older than 2");
    }
  }

  private result(): PickleValue {
    const value = this.pop();
    if (this.stack.length > 0 || this.marks.length > 0) throw this.reader.bad("values are left over at the end");
    if (!this.reader.isAtEnd) throw this.reader.bad("bytes follow the end");
    return value;
  }

  forbidden(what: string): Error {
    const problem = `the pickle holds ${what}, which the weights of a model never need; nothing of it was run`;
    return this.reader.bad(problem, { code: "unsupported-format", advice: DO_NOT_LOAD });
  }
}

type Operation = (machine: Unpickler, reader: PickleReader) => void;

const OPERATIONS: Partial<Record<Opcode, Operation>> = {
  FRAME: (_, reader) => reader.frame(),
  NONE: (machine) => machine.push(null),
  NEWTRUE: (machine) => machine.push(true),
  NEWFALSE: (machine) => machine.push(false),
  BININT: (machine, reader) => machine.push(reader.i32()),
  BININT1: (machine, reader) => machine.push(reader.u8()),
  BININT2: (machine, reader) => machine.push(reader.u16()),
  LONG1: (machine, reader) => machine.push(reader.integer(reader.u8())),
  BINUNICODE: (machine, reader) => machine.push(reader.text(reader.u32())),
  SHORT_BINUNICODE: (machine, reader) => machine.push(reader.text(reader.u8())),
  MARK: (machine) => machine.mark(),
  EMPTY_TUPLE: (machine) => machine.push([]),
  TUPLE: (machine) => machine.push(machine.popMark()),
  TUPLE1: (machine) => machine.pushTuple(1),
  TUPLE2: (machine) => machine.pushTuple(2),
  TUPLE3: (machine) => machine.pushTuple(3),
  EMPTY_DICT: (machine) => machine.push(new Map<string, PickleValue>()),
  SETITEM: (machine) => {
    const value = machine.pop();
    machine.setItems([machine.pop(), value]);
  },
  SETITEMS: (machine) => machine.setItems(machine.popMark()),
  BINPUT: (machine, reader) => machine.put(reader.u8()),
  LONG_BINPUT: (machine, reader) => machine.put(reader.u32()),
  MEMOIZE: (machine) => machine.memoize(),
  BINGET: (machine, reader) => machine.get(reader.u8()),
  LONG_BINGET: (machine, reader) => machine.get(reader.u32()),
  GLOBAL: (machine, reader) => machine.pushGlobal(reader.line(), reader.line()),
  // Never allowed, but it names what it would run.
  INST: (machine, reader) => {
    machine.pushGlobal(reader.line(), reader.line());
    throw machine.forbidden("the opcode INST");
  },
  STACK_GLOBAL: (machine) => {
    const name = machine.pop();
    machine.pushGlobal(machine.pop(), name);
  },
  REDUCE: (machine) => machine.reduce(),
  BUILD: (machine) => machine.build(),
  BINPERSID: (machine) => machine.pushStorage(),
};
