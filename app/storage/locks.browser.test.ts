import { describe, expect, it } from "vitest";
import { withModelLock } from "./locks";
import { newModelId } from "./testing/tiny-record";

describe("withModelLock", () => {
  it("refuses a second holder at once, and says that another tab is at work", async () => {
    const id = newModelId();
    await withModelLock(id, async () => {
      await expect(withModelLock(id, () => Promise.resolve("both"))).rejects.toMatchObject({
        code: "blocked",
        retryable: true,
        message: expect.stringContaining("Another tab is working on this model") as string,
      });
    });
  });

  it("is free again after its holder is done, and after it failed", async () => {
    const id = newModelId();
    const failure = new Error("failed");
    expect(await withModelLock(id, () => Promise.resolve("first"))).toBe("first");
    await expect(withModelLock(id, () => Promise.reject(failure))).rejects.toBe(failure);
    expect(await withModelLock(id, () => Promise.resolve("third"))).toBe("third");
  });

  it("holds one model and no other", async () => {
    const result = await withModelLock(newModelId(), () => withModelLock(newModelId(), () => Promise.resolve("both")));
    expect(result).toBe("both");
  });

  it("holds against another realm, and frees itself when that ends", async () => {
    const id = newModelId();
    const frame = document.createElement("iframe");
    document.body.append(frame);
    const other = frame.contentWindow;
    if (other === null) throw new Error("The frame has no window.");
    await new Promise<void>((held) => {
      void other.navigator.locks.request(`model:${id}`, () => {
        held();
        return new Promise(() => undefined);
      });
    });
    await expect(withModelLock(id, () => Promise.resolve("both"))).rejects.toMatchObject({ code: "blocked" });
    frame.remove();
    await expect.poll(() => withModelLock(id, () => Promise.resolve("free")).catch(() => "held")).toBe("free");
  });
});
