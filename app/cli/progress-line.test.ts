import { describe, expect, it } from "vitest";
import type { ConversionProgress } from "../core/conversion/run-conversion";
import { progressLine } from "./progress-line";

/** Shows amounts of 200 MB, one a second, and returns what was written. */
function shown(isTTY: boolean, steps: [ConversionProgress["phase"], number][]): string[] {
  const written: string[] = [];
  let nowMs = 0;
  const line = progressLine({ isTTY, write: (text) => written.push(text) }, () => nowMs);
  for (const [phase, megabytes] of steps) {
    line.show({ phase, bytesDone: megabytes * 1e6, bytesTotal: 200e6, shardsDone: 0, shardsTotal: 1 });
    nowMs += 1000;
  }
  line.end();
  return written;
}

describe("progressLine", () => {
  it("writes one line over and over in a terminal, with the time left at the phase's own speed", () => {
    const written = shown(true, [
      ["verifying", 100],
      ["converting", 100],
      ["converting", 110],
      ["converting", 110],
      ["converting", 130],
    ]);
    expect(written[0]).toBe("\rlooking at what is there: 50 %, 100 MB of 200 MB");
    expect(written.slice(1, 3)).toEqual(["\n", "\rconverting: 50 %, 100 MB of 200 MB"]);
    expect(written[3]).toBe("\rconverting: 55 %, 110 MB of 200 MB, about 9 s left");
    expect(written.at(-2)).toMatch(/^\rconverting: 65 %, 130 MB of 200 MB, about 7 s left *$/);
    expect(written.at(-1)).toBe("\n");
  });

  it("leaves nothing of a longer line", () => {
    const written = shown(true, [
      ["converting", 0],
      ["converting", 1],
      ["converting", 199],
      ["converting", 200],
    ]);
    for (const [i, text] of written.slice(1, -1).entries()) {
      expect(text.length).toBeGreaterThanOrEqual((written[i] ?? "").trimEnd().length);
    }
  });

  it("writes a line for every tenth where lines cannot be written over", () => {
    const written = shown(
      false,
      Array.from({ length: 101 }, (_, i) => ["checking", 2 * i]),
    );
    expect(written).toHaveLength(11);
    expect(written[5]).toMatch(/^checking against the checkpoint: 50 %, 100 MB of 200 MB, about \d+ s left\n$/);
  });

  it("shows work of no bytes as done", () => {
    const written: string[] = [];
    const line = progressLine({ write: (text) => written.push(text) }, () => 0);
    line.show({ phase: "verifying", bytesDone: 0, bytesTotal: 0, shardsDone: 0, shardsTotal: 0 });
    expect(written[0]).toContain("100 %");
  });
});
