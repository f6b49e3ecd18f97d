import { expect, it } from "vitest";
import { announceGarbage } from "./announce-garbage";
import { collectGarbage } from "./collect-garbage";

const rounds = 10;

it("frees what nobody needs, again and again", async () => {
  for (let round = 0; round < rounds; round++) {
    const garbage = new WeakRef({ round });
    await collectGarbage();
    expect(garbage.deref()).toBeUndefined();
  }
});

it("frees what was needed for long, which collections of new objects alone do not", async () => {
  for (let round = 0; round < rounds; round++) {
    const needed = new Set([{ round }]);
    for (let count = 0; count < 4; count++) await collectNewObjects();
    const garbage = [...needed].map((object) => new WeakRef(object));
    needed.clear();
    await collectGarbage();
    expect(garbage.map((each) => each.deref())).toEqual([undefined]);
  }
});

async function collectNewObjects(): Promise<void> {
  announceGarbage(128 * 2 ** 20);
  await new Promise((resolve) => setTimeout(resolve));
}
