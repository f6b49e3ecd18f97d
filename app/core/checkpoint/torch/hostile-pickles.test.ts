import { describe, expect, it } from "vitest";
import { arraySource } from "../../byte-source";
import { buildTorchArchive } from "../testing/build-torch";
import { problemIn, problemOf } from "../testing/expect-problem";
import { harmlessArchives, hostileArchives } from "../testing/hostile-archives";
import { hostilePickles } from "../testing/hostile-pickles";
import { readTorchFile } from "./torch-file";
import { unpickle } from "./unpickle";

const pickles = hostilePickles();

describe("hostile pickles", () => {
  it("are 500 different ones at least", () => {
    const different = new Set(pickles.map(({ bytes }) => bytes.join()));
    expect(different.size).toBe(pickles.length);
    expect(different.size).toBeGreaterThanOrEqual(500);
  });

  it.each(pickles)("are refused by name, and nothing of them is run: $what", async ({ bytes, named }) => {
    const problem = await problemIn(() => unpickle(bytes, "a.bin"));
    expect(problem).toMatchObject({ code: "unsupported-format", file: "a.bin" });
    expect(problem.place).toMatch(/^data\.pkl, byte \d+$/);
    expect(problem.message).toContain(named);
    expect(problem.message).toContain("nothing of it was run. Do not load this file in Python.");
    const file = { name: "a.bin", bytes: arraySource(buildTorchArchive(bytes, [new Uint8Array(16)])) };
    expect((await problemOf(readTorchFile(file))).message).toBe(problem.message);
  });
});

describe("hostile archives", () => {
  it.each(harmlessArchives())("open without their tricks, numbers: $what", async ({ bytes }) => {
    const [tensor] = await readTorchFile({ name: "a.bin", bytes: arraySource(bytes) });
    expect(tensor).toMatchObject({ name: "w", shape: [2, 4] });
  });

  it.each(hostileArchives())("are refused: $what", async ({ bytes }) => {
    const problem = await problemOf(readTorchFile({ name: "a.bin", bytes: arraySource(bytes) }));
    expect(["bad-header", "truncated", "unsupported-format"]).toContain(problem.code);
  });
});
