import { describe, expect, it } from "vitest";
import type { AdapterReport } from "./adapter";
import { chooseEngine, type Device, whyNoCpu, whyNoGpu } from "./choose-engine";
import { familyCards, llama7b } from "./testing/family";
import type { VariantCard } from "./variant-card";
import { findVariant } from "./variants";

function cardWithId(id: string): VariantCard {
  const card = findVariant(id);
  if (card === undefined) throw new Error(`no card ${id}`);
  return card;
}

const demo = cardWithId("smollm2-135m");
const tiny = cardWithId("tiny");

function adapter(software = false): AdapterReport {
  return { kind: "found", vendor: "", architecture: "", description: "", software, features: [], limits: {} };
}

/** A laptop with an integrated GPU, but for what is given. */
function device(change: Partial<Device> = {}): Device {
  return { adapter: adapter(), adapterSpeed: 2e11, cpu: { webAssembly: true, threads: 4 }, ...change };
}

const noWebGpu = device({ adapter: { kind: "missing", reason: "no-webgpu" }, adapterSpeed: undefined });
const noAdapter = device({ adapter: { kind: "missing", reason: "no-adapter" }, adapterSpeed: undefined });
const software = device({ adapter: adapter(true), adapterSpeed: 4e9 });
const slow = device({ adapterSpeed: 4e9 });
const failing = device({ adapterSpeed: undefined });
const noWebAssembly = { webAssembly: false, threads: 1 };

const unusable: [string, Device, string][] = [
  ["without WebGPU", noWebGpu, "this browser has no WebGPU"],
  ["without an adapter", noAdapter, "WebGPU found no graphics adapter"],
  [
    "with a software adapter",
    software,
    "the only graphics adapter is a software one, which is slower than the processor itself",
  ],
  ["with a slow adapter", slow, "the graphics adapter was slower than a processor in a short test"],
  ["with an adapter that failed the test", failing, "the graphics adapter failed a short test"],
];

describe("chooseEngine", () => {
  it("takes a GPU where there is one, whatever the model", () => {
    for (const card of [tiny, demo, llama7b]) {
      expect(chooseEngine(device(), "automatic", card)).toEqual({ kind: "gpu", because: undefined });
    }
  });

  it.each(unusable)("takes the CPU on a device %s, and says why", (_, without, because) => {
    for (const card of [tiny, demo]) {
      expect(chooseEngine(without, "automatic", card)).toEqual({ kind: "cpu", because });
    }
  });

  it.each([
    ["a software adapter", software],
    ["a slow adapter", slow],
    ["an adapter that failed the test", failing],
  ])("takes %s all the same where the CPU cannot run the model", (_, poor) => {
    const gpu = { kind: "gpu", because: undefined };
    for (const card of familyCards) expect(chooseEngine(poor, "automatic", card)).toEqual(gpu);
    expect(chooseEngine({ ...poor, cpu: noWebAssembly }, "automatic", demo)).toEqual(gpu);
  });

  it("leaves a model that nothing can run to the CPU, with what is wrong", () => {
    const because = "WebGPU found no graphics adapter";
    const tooLarge = whyNoCpu(noAdapter.cpu, llama7b);
    expect(tooLarge).toContain("too large");
    expect(chooseEngine(noAdapter, "automatic", llama7b)).toEqual({
      kind: "cpu",
      because,
      problem: tooLarge,
    });
    const nothing = chooseEngine({ ...noAdapter, cpu: noWebAssembly }, "automatic", demo);
    expect(nothing).toEqual({ kind: "cpu", because, problem: whyNoCpu(noWebAssembly, demo) });
  });

  it("does what the user wants on any device, with any model", () => {
    for (const kind of ["gpu", "cpu"] as const) {
      for (const some of [device(), noWebGpu, software, { ...failing, cpu: noWebAssembly }]) {
        for (const card of [demo, ...familyCards]) {
          const problem = kind === "cpu" ? whyNoCpu(some.cpu, card) : undefined;
          expect(chooseEngine(some, kind, card)).toEqual({ kind, because: undefined, problem });
        }
      }
    }
  });
});

describe("whyNoGpu", () => {
  it.each(unusable)("says what is wrong with a device %s", (_, without, because) => {
    expect(whyNoGpu(without)).toBe(because);
  });

  it("finds nothing wrong with an integrated GPU or a fast one", () => {
    for (const adapterSpeed of [5e10, 2e11, 4e13, Infinity]) expect(whyNoGpu(device({ adapterSpeed }))).toBeUndefined();
  });

  it("does not believe a software adapter that is fast", () => {
    expect(whyNoGpu(device({ adapter: adapter(true) }))).toContain("software");
  });
});

describe("whyNoCpu", () => {
  const cpu = { webAssembly: true, threads: 1 };

  it("finds nothing wrong with the small models, even on one thread", () => {
    for (const card of [tiny, demo]) expect(whyNoCpu(cpu, card)).toBeUndefined();
  });

  it("says that WebAssembly is missing before anything else", () => {
    for (const card of [demo, llama7b]) {
      expect(whyNoCpu(noWebAssembly, card)).toBe("This browser has no WebAssembly, or it was turned off.");
    }
  });

  it.each(familyCards.map((card) => [card.id, card] as const))(
    "says that %s is too large, how large, and what to do",
    (_, card) => {
      expect(whyNoCpu(cpu, card)).toMatch(
        /^Asclepius .* too large for the CPU: .* \d\.\d GB, .* 2\.1 GB\. Use a device with a GPU, or a smaller model\.$/,
      );
    },
  );

  it("counts the context that the model's card asks for", () => {
    const long = { ...tiny, defaultContextTokens: 2 ** 24 };
    expect(whyNoCpu(cpu, long)).toContain("too large for the CPU");
  });
});
