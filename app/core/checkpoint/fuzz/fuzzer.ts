import { CheckpointError } from "../../errors";
import { madeBytes } from "./allocation";
import { resetCoverage, resetPlaces, SeenSteps } from "./coverage";
import { mutateInput, type Parent } from "./mutate-input";
import { Random } from "./random";
import type { FuzzTarget } from "./targets";

/** What core cannot know by itself. */
export interface Probe {
  nowMs(): number;
  /** Bytes that were allocated on the heap so far, less those that were freed. */
  heapBytes(): number;
}

/** Why an input is a finding: what was thrown was no CheckpointError, or a limit was passed. */
export interface Finding {
  target: string;
  problem: string;
  input: Uint8Array;
}

export interface FuzzReport {
  inputs: number;
  accepted: number;
  /** Inputs that were refused, by the error's code. */
  rejected: Record<string, number>;
  /** Steps between places in the code, each counted once for every magnitude of how often it was made. */
  steps: number;
  corpus: number;
  worstMs: number;
  worstAllocationBytes: number;
}

/** An input that takes longer hangs. */
const MAX_INPUT_MS = 1000;
/** What an input may allocate: so many times its own size, and so many bytes. */
const MAX_ALLOCATION = { times: 2, bytes: 64 << 20 };
/** Other programs, and the collector, take time and memory too: what passes this is measured again, and the least counts. */
const SUSPICIOUS = { ms: 5, repeats: 8 };
/** Inputs kept, and the bytes of each; by then new ones differ only in how often they do the same. */
const MAX_CORPUS = { inputs: 4096, bytes: 1 << 15 };
const RECENT = 64;
const NOTHING: Parent = { bytes: new Uint8Array(0), chunks: [] };
const ACCEPTED = Symbol("accepted");

/** Feeds a target mutated inputs. Those that make it do something new are kept, to be mutated again. */
export class Fuzzer {
  private readonly corpus: Parent[] = [];
  private readonly seen = new SeenSteps();
  private readonly random: Random;
  private readonly target: FuzzTarget;
  private readonly probe: Probe;
  private readonly found = new Map<string, Finding>();
  private readonly counts = { inputs: 0, accepted: 0, worstMs: 0, worstAllocationBytes: 0 };
  private readonly rejected: Record<string, number> = {};

  constructor(target: FuzzTarget, seed: number, probe: Probe) {
    this.target = target;
    this.random = new Random(seed);
    this.probe = probe;
    resetPlaces();
  }

  get report(): FuzzReport {
    return { ...this.counts, rejected: { ...this.rejected }, steps: this.seen.size, corpus: this.corpus.length };
  }

  /** One for each different problem. */
  get findings(): readonly Finding[] {
    return [...this.found.values()];
  }

  /** The next input: a mutation of one that was kept, new and short ones more often. */
  next(): Uint8Array {
    const { random, corpus } = this;
    const { length } = corpus;
    const choose = (): Parent => {
      const isRecent = random.oneIn(2);
      const at = random.below(isRecent ? Math.min(length, RECENT) : length);
      return corpus[isRecent ? length - 1 - at : at] ?? NOTHING;
    };
    const [one, other] = [choose(), choose()];
    const shorter = one.bytes.byteLength <= other.bytes.byteLength ? one : other;
    return mutateInput(random.oneIn(4) ? other : shorter, one, random, this.target);
  }

  /** Reads one input and keeps it if it did something new, or if it is one to start from. Never throws. */
  async feed(input: Uint8Array, isSeed = false): Promise<void> {
    const { counts } = this;
    counts.inputs++;
    resetCoverage();
    const first = await this.measure(input);
    this.count(first.outcome, input);
    if (this.seen.add() > 0 || isSeed) this.keep(input);
    const allowedBytes = MAX_ALLOCATION.times * input.byteLength + MAX_ALLOCATION.bytes;
    let { ms, bytes } = first;
    for (let i = 0; i < SUSPICIOUS.repeats && (ms > SUSPICIOUS.ms || bytes < 0 || bytes > allowedBytes); i++) {
      const again = await this.measure(input);
      ms = Math.min(ms, again.ms);
      bytes = bytes < 0 ? again.bytes : Math.min(bytes, again.bytes);
    }
    counts.worstMs = Math.max(counts.worstMs, ms);
    counts.worstAllocationBytes = Math.max(counts.worstAllocationBytes, bytes);
    if (ms > MAX_INPUT_MS) this.find(`it took ${Math.round(ms / 1000)} s`, input);
    if (bytes > allowedBytes) this.find(`it allocated ${bytes >> 20} MiB`, input);
  }

  /** Few and short inputs of the corpus, `maxBytes` in all, that together make most of the steps that it makes. */
  async minimisedCorpus(maxBytes: number): Promise<Uint8Array[]> {
    const steps = new SeenSteps();
    const kept: Uint8Array[] = [];
    let left = maxBytes;
    const inputs = this.corpus.map(({ bytes }) => bytes);
    for (const input of inputs.sort((a, b) => a.byteLength - b.byteLength)) {
      if (input.byteLength > left) break;
      resetCoverage();
      await this.measure(input);
      if (steps.add() === 0) continue;
      kept.push(input);
      left -= input.byteLength;
    }
    return kept;
  }

  private keep(bytes: Uint8Array): void {
    const isKept = this.corpus.length < MAX_CORPUS.inputs && bytes.byteLength <= MAX_CORPUS.bytes;
    if (isKept) this.corpus.push({ bytes, chunks: this.target.structure.split(bytes) });
  }

  private async measure(input: Uint8Array): Promise<{ ms: number; bytes: number; outcome: unknown }> {
    const { probe, target } = this;
    const startBytes = probe.heapBytes() + madeBytes();
    const startMs = probe.nowMs();
    let outcome: unknown = ACCEPTED;
    try {
      await target.read(input);
    } catch (error) {
      outcome = error;
    }
    return { ms: probe.nowMs() - startMs, bytes: probe.heapBytes() + madeBytes() - startBytes, outcome };
  }

  private count(outcome: unknown, input: Uint8Array): void {
    if (outcome === ACCEPTED) this.counts.accepted++;
    else if (outcome instanceof CheckpointError) this.rejected[outcome.code] = (this.rejected[outcome.code] ?? 0) + 1;
    else this.find(String(outcome).replace(/\d+/g, "N"), input);
  }

  private find(problem: string, input: Uint8Array): void {
    if (!this.found.has(problem)) this.found.set(problem, { target: this.target.name, problem, input });
  }
}
