import { describe, expect, it } from "vitest";
import { assertSpace, requestPersistence } from "./quota";

describe("assertSpace", () => {
  it("accepts a model that fits", async () => {
    await expect(assertSpace(1000)).resolves.toBeUndefined();
  });

  it("says how much is needed and how much is left for a model that no disk holds", async () => {
    await expect(assertSpace(1e15)).rejects.toMatchObject({
      code: "no-space",
      message: expect.stringMatching(/needs 1,000,000,034 MB of browser storage, and [\d,]+ MB are left/) as string,
    });
  });

  it("counts what must stay free beside the model", async () => {
    const { quota = 0, usage = 0 } = await navigator.storage.estimate();
    await expect(assertSpace(quota - usage - 2 ** 20)).rejects.toMatchObject({ code: "no-space" });
  });
});

describe("requestPersistence", () => {
  it("says what the browser agreed to", async () => {
    expect(await requestPersistence()).toBe(await navigator.storage.persisted());
  });
});
