import { describe, expect, it } from "vitest";
import { heldSource } from "./held-source";

const MiB = 2 ** 20;

describe("heldSource", () => {
  it("gives the bytes asked for, each time in memory of their own", async () => {
    const bytes = Uint8Array.from({ length: 1000 }, (_, i) => i % 251);
    const source = heldSource(new Blob([bytes.subarray(0, 300), bytes.subarray(300)]));
    const first = await source.slice(290, 310);
    expect([...first]).toEqual([...bytes.subarray(290, 310)]);
    first.fill(0);
    expect([...(await source.slice(290, 310))]).toEqual([...bytes.subarray(290, 310)]);
    expect([...(await source.slice(999, 1000))]).toEqual([999 % 251]);
    expect(source.byteLength).toBe(1000);
  });

  it("reads more in all than the browser holds of Blobs", async () => {
    const source = heldSource(new Blob([new Uint8Array(20 * MiB)]));
    let bytesRead = 0;
    for (let i = 0; i < 1200; i++) bytesRead += (await source.slice(i, i + MiB)).byteLength;
    expect(bytesRead).toBe(1200 * MiB);
  });
});
