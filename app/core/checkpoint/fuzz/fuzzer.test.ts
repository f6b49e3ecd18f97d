import { describe, expect, it } from "vitest";
import { CheckpointError } from "../../errors";
import { latin1 } from "../testing/build-zip";
import { hit } from "./coverage";
import { Fuzzer, type Probe } from "./fuzzer";
import { joinChunks, type Structure } from "./structure";
import { FUZZ_TARGETS, type FuzzTarget } from "./targets";

const MAGIC = latin1("F\x7fZ");
const refusal = new CheckpointError("bad-header", { file: "a", problem: "no", advice: "no" });
const plain: Structure = { split: (bytes) => [{ kind: "all", bytes }], repair: joinChunks };

/** Refuses everything but inputs that start with the magic, of which it does something else. It says how far it came. */
function toy(afterMagic: (bytes: Uint8Array) => void): FuzzTarget {
  const read = (bytes: Uint8Array): Promise<void> => {
    for (const [i, byte] of MAGIC.entries()) {
      if (bytes[i] !== byte) return Promise.reject(refusal);
      hit(i);
    }
    return Promise.resolve(bytes).then(afterMagic);
  };
  return { name: "toy", structure: plain, tokens: [], seeds: [latin1("000")], read };
}

const still: Probe = { nowMs: () => 0, heapBytes: () => 0 };

async function run(target: FuzzTarget, inputs: number, probe = still, seed = 1): Promise<Fuzzer> {
  const fuzzer = new Fuzzer(target, seed, probe);
  for (const input of target.seeds) await fuzzer.feed(input, true);
  for (let i = 0; i < inputs; i++) await fuzzer.feed(fuzzer.next());
  return fuzzer;
}

describe("Fuzzer", () => {
  it("is led by coverage to three bytes that chance would not find, and reports the crash behind them once", async () => {
    const crash = toy(() => {
      throw new TypeError("x is undefined");
    });
    const { findings, report } = await run(crash, 100_000);
    expect(findings.map(({ problem }) => problem)).toEqual(["TypeError: x is undefined"]);
    expect(findings[0]?.input.subarray(0, MAGIC.byteLength)).toEqual(MAGIC);
    expect(report.corpus).toBeGreaterThanOrEqual(MAGIC.byteLength);
  });

  it("reports what takes over a second, and what allocates over 64 MiB", async () => {
    const used = { ms: 0, bytes: 0 };
    const probe: Probe = { nowMs: () => used.ms, heapBytes: () => used.bytes };
    const slow = await run({ ...toy(() => undefined), read: () => Promise.resolve(void (used.ms += 1500)) }, 1, probe);
    expect(slow.findings[0]?.problem).toBe("it took 2 s");
    const large = await run(
      { ...toy(() => undefined), read: () => Promise.resolve(void (used.bytes += 2 ** 27)) },
      1,
      probe,
    );
    expect(large.findings[0]?.problem).toBe("it allocated 128 MiB");
  });

  it("does not blame an input for what happens beside it once", async () => {
    let reads = 0;
    const used = { ms: 0, bytes: 0 };
    const read = (): Promise<void> => {
      if (reads++ === 0) Object.assign(used, { ms: 5000, bytes: -1000 });
      return Promise.resolve();
    };
    const probe: Probe = { nowMs: () => used.ms, heapBytes: () => used.bytes };
    const { findings, report } = await run({ ...toy(() => undefined), read }, 10, probe);
    expect(findings).toEqual([]);
    expect(report).toMatchObject({ worstMs: 0, worstAllocationBytes: 0, inputs: 11, accepted: 11 });
  });

  it("does the same for the same seed", async () => {
    const [target] = FUZZ_TARGETS;
    if (target === undefined) throw new Error("there are no targets");
    const [one, same, other] = [await run(target, 500), await run(target, 500), await run(target, 500, still, 2)];
    expect(same.next()).toEqual(one.next());
    expect(same.report).toEqual(one.report);
    expect(other.next()).not.toEqual(one.next());
  });

  it("keeps a small corpus that does as much", async () => {
    const fuzzer = await run(
      toy(() => undefined),
      100_000,
    );
    const kept = await fuzzer.minimisedCorpus(100);
    expect(kept.some((input) => MAGIC.every((byte, i) => input[i] === byte))).toBe(true);
    expect(kept.reduce((sum, input) => sum + input.byteLength, 0)).toBeLessThanOrEqual(100);
  });
});

describe.each(FUZZ_TARGETS)("the structure of $name", (target) => {
  const { structure, seeds } = target;

  it("cuts any bytes without losing one", () => {
    for (const seed of seeds) {
      for (const bytes of [
        seed,
        seed.subarray(0, seed.byteLength / 2),
        seed.map((byte, i) => (i % 7 === 3 ? byte ^ 255 : byte)),
      ]) {
        expect(joinChunks(structure.split(bytes))).toEqual(Uint8Array.from(bytes));
      }
    }
  });

  it("repairs nothing that is whole: what is accepted stays so", async () => {
    let accepted = 0;
    for (const seed of seeds) {
      if (!(await isAccepted(target.read(seed)))) continue;
      accepted++;
      await target.read(structure.repair(structure.split(seed)));
    }
    expect(accepted).toBeGreaterThan(0);
  });
});

async function isAccepted(reading: Promise<void>): Promise<boolean> {
  try {
    await reading;
    return true;
  } catch (error) {
    if (error instanceof CheckpointError) return false;
    throw error;
  }
}
