import { expect, it } from "vitest";
import { collectGarbage } from "./collect-garbage";

it("frees what nobody needs, again and again", async () => {
  for (let round = 0; round < 10; round++) {
    const garbage = new WeakRef({ round });
    await collectGarbage();
    expect(garbage.deref()).toBeUndefined();
  }
});
