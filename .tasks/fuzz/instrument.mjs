import { createHash } from "node:crypto";
import { join, relative } from "node:path";
import { parseAst } from "vite";
import { root } from "../run.mjs";

const core = /\/app\/core\//;
const untouched = /\/(fuzz|testing)\//;
const folder = join(root, "app/core/checkpoint/fuzz");
const imports = [
  `import { hit as __hit } from ${JSON.stringify(join(folder, "coverage.ts"))};`,
  `import { made as __made } from ${JSON.stringify(join(folder, "allocation.ts"))};`,
].join("");

/**
 * A Vite plugin that makes core say where it is: at the start of every function, branch and loop it calls `hit` of
 * app/core/checkpoint/fuzz/coverage.ts with a number of its own, which is the same in every build. `places`, a Map, gets what the
 * numbers stand for, and `files` the checksum of each file. What `new` and `slice` give goes through `made` of allocation.ts.
 */
export function instrumentCore(places, files) {
  return {
    name: "instrument-core",
    enforce: "post",
    transform(code, id) {
      if (!core.test(id) || untouched.test(id) || id.endsWith(".json")) return undefined;
      const file = relative(root, id);
      files.set(file, createHash("sha256").update(code).digest("hex").slice(0, 16));
      const edits = new Edits(code, (at, i) => {
        const place = createHash("sha256").update(`${file} ${i}`).digest().readUInt32LE();
        const line = code.slice(0, at).split("\n").length;
        places.set(place, `${file}:${line}: ${code.slice(at, at + 60).split("\n")[0]}`);
        return place;
      });
      visit(parseAst(code), edits);
      return { code: `${imports}\n${edits.apply()}`, map: null };
    },
  };
}

/** Insertions into a text, made at once at the end. At one place, what closes comes before what opens. */
class Edits {
  opening = [];
  closing = [];
  placeCount = 0;

  constructor(code, namePlace) {
    this.code = code;
    this.namePlace = namePlace;
  }

  /** Makes a statement a block that first notes its place. */
  statement({ start, end }) {
    this.around(start, end, `{ __hit(${this.place(start)}); `, " }");
  }

  expression({ start, end }) {
    this.around(start, end, `(__hit(${this.place(start)}), `, ")");
  }

  /** Counts the array that an expression makes. */
  array({ start, end }) {
    // Within an optional chain, a call around a part of it would be made where the chain is not.
    if (!this.code.slice(start, end).includes("?.")) this.around(start, end, "__made(", ")");
  }

  /** Notes its place in a list of statements that starts at `at`. */
  note(at) {
    this.opening.push([at, ` __hit(${this.place(at)}); `]);
  }

  place(at) {
    return this.namePlace(at, this.placeCount++);
  }

  around(start, end, before, after) {
    this.opening.push([start, before]);
    // Inner nodes are visited later, but must be closed first.
    this.closing.unshift([end, after]);
  }

  apply() {
    const order = (a, b) => a[0] - b[0];
    const closing = this.closing.sort(order);
    const opening = this.opening.sort(order);
    let [text, at] = ["", 0];
    while (closing.length > 0 || opening.length > 0) {
      const isClosing = opening.length === 0 || (closing.length > 0 && closing[0][0] <= opening[0][0]);
      const [place, inserted] = isClosing ? closing.shift() : opening.shift();
      text += this.code.slice(at, place) + inserted;
      at = place;
    }
    return text + this.code.slice(at);
  }
}

/** A block's own text is kept; other statements become one. */
function body(node, edits) {
  if (node.type === "BlockStatement") edits.note(node.start + 1);
  else edits.statement(node);
}

const marks = {
  FunctionDeclaration: (node, edits) => body(node.body, edits),
  FunctionExpression: (node, edits) => body(node.body, edits),
  ArrowFunctionExpression: ({ body: inner }, edits) =>
    inner.type === "BlockStatement" ? body(inner, edits) : edits.expression(inner),
  IfStatement: (node, edits) => {
    body(node.consequent, edits);
    if (node.alternate) body(node.alternate, edits);
  },
  ForStatement: (node, edits) => body(node.body, edits),
  ForOfStatement: (node, edits) => body(node.body, edits),
  ForInStatement: (node, edits) => body(node.body, edits),
  WhileStatement: (node, edits) => body(node.body, edits),
  CatchClause: (node, edits) => body(node.body, edits),
  ConditionalExpression: (node, edits) => {
    edits.expression(node.consequent);
    edits.expression(node.alternate);
  },
  LogicalExpression: (node, edits) => edits.expression(node.right),
  NewExpression: (node, edits) => edits.array(node),
  CallExpression: (node, edits) => {
    if (node.callee.property?.name === "slice") edits.array(node);
  },
};

function visit(node, edits) {
  if (Array.isArray(node)) for (const item of node) visit(item, edits);
  else if (node !== null && typeof node === "object") {
    marks[node.type]?.(node, edits);
    for (const value of Object.values(node)) visit(value, edits);
  }
}
