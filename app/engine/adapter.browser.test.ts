import { afterEach, expect, it, vi } from "vitest";
import { describeAdapter } from "./adapter";

afterEach(() => vi.restoreAllMocks());

it("describes the adapter that the browser has", async () => {
  expect(await describeAdapter()).toMatchObject({ kind: "found", software: true });
});

it("finds none where the browser refuses to look for one, as Firefox does with a driver that it blocks", async () => {
  vi.spyOn(GPU.prototype, "requestAdapter").mockRejectedValue(
    new DOMException("WebGPU is disabled by blocklist", "NotSupportedError"),
  );
  expect(await describeAdapter()).toEqual({ kind: "missing", reason: "no-adapter" });
});

it("takes an adapter that does not say what it is", async () => {
  vi.spyOn(GPUAdapter.prototype, "info", "get").mockReturnValue(undefined as unknown as GPUAdapterInfo);
  expect(await describeAdapter()).toMatchObject({ kind: "found", vendor: "", architecture: "", description: "" });
});
