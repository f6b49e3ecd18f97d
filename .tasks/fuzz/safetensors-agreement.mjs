import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { root } from "../run.mjs";

const python = join(root, "model-config/.venv/bin/python");
const script = join(root, ".tasks/fuzz/safetensors_reference.py");
/** Files that the reference is sent before its answers are read. */
const batch = 500;

/** What we refuse though the reference does not, by what our error says. Nothing that it refuses is accepted here. */
const stricter = [
  ["a dtype that cannot be read", /which cannot be read/],
  ["an empty tensor, or more than four dimensions", /its dimension of \d+ is impossible|dimensions, more than/],
  ["a key that appears twice", /appears twice/],
  ["a fraction in a field that nobody reads", /is no whole one/],
  ["nesting in a field that nobody reads", /nested more than/],
  ["an entry as a list, or a dtype as an object, for their names", /its entry is not an object|its dtype is missing/],
];

/**
 * Holds our reader of safetensors headers against the reference implementation on mutated files: both must accept or both refuse.
 * Returns how often they did, and a finding for each file on which they differ for a reason that is not on the list.
 */
export async function checkSafetensorsAgreement({ FUZZ_TARGETS, Fuzzer }, { inputs, seed, corpus }) {
  const target = FUZZ_TARGETS.find(({ name }) => name === "safetensors");
  const fuzzer = new Fuzzer(target, seed, { nowMs: () => 0, heapBytes: () => 0 });
  if (!existsSync(python))
    throw new Error("The reference is missing: run node model-config/setup-toolchain.mjs first.");
  const reference = spawn(python, [script], { stdio: ["pipe", "pipe", "inherit"] });
  const answers = createInterface({ input: reference.stdout })[Symbol.asyncIterator]();
  const counts = { accepted: 0, refused: 0, stricter: {} };
  const findings = [];

  const compare = async (files) => {
    for (const file of files) reference.stdin.write(withLength(file));
    for (const file of files) {
      const theirs = (await answers.next()).value;
      const ours = await target.read(file).then(
        () => "accepted",
        ({ message }) => message,
      );
      if (ours === "accepted" && theirs === "accepted") counts.accepted++;
      else if (ours !== "accepted" && theirs !== "accepted") counts.refused++;
      else {
        const reason = theirs === "accepted" ? stricter.find(([, says]) => says.test(ours))?.[0] : undefined;
        if (reason !== undefined) counts.stricter[reason] = (counts.stricter[reason] ?? 0) + 1;
        else
          findings.push({
            target: "safetensors-agreement",
            problem: `ours: ${ours}; theirs: ${theirs}`,
            input: file,
            stack: "",
          });
      }
    }
  };

  for (const file of [...target.seeds, ...corpus]) await fuzzer.feed(file, true);
  for (let left = inputs; left > 0; left -= batch) {
    const files = [];
    while (files.length < Math.min(batch, left)) {
      files.push(fuzzer.next());
      await fuzzer.feed(files.at(-1));
    }
    await compare(files);
  }
  reference.stdin.end();
  await once(reference, "exit");
  return { agreement: { inputs, ...counts }, findings };
}

function withLength(file) {
  const length = Buffer.alloc(4);
  length.writeUInt32LE(file.byteLength);
  return Buffer.concat([length, file]);
}
