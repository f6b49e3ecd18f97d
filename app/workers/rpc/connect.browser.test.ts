import { describe, expect, it } from "vitest";
import { connect } from "./connect";
import { startWorker } from "./start-worker";
import type { EchoProtocol } from "./testing/echo-protocol";
import workerUrl from "./testing/echo-worker.ts?worker&url";

// The test server enforces Trusted Types too, so this only starts because of the one policy.
const start = () => startWorker(workerUrl, "echo");

describe("a worker behind connect and serve", () => {
  it("returns results and reports events in order", async () => {
    const events: string[] = [];
    const worker = connect<EchoProtocol>(start);
    expect(await worker.call("spell", "abc", { onEvent: (event) => events.push(event) })).toBe("abc");
    expect(events).toEqual(["a", "b", "c"]);
  });

  it("keeps calls apart that run at the same time", async () => {
    const worker = connect<EchoProtocol>(start);
    const texts = ["one", "two", "three"];
    expect(await Promise.all(texts.map((text) => worker.call("spell", text)))).toEqual(texts);
  });

  it("hands buffers over and back without copying them", async () => {
    const worker = connect<EchoProtocol>(start);
    const buffer = Uint8Array.of(1, 2, 3).buffer;
    const passed = await worker.call("pass", buffer, { transfer: [buffer] });
    expect(buffer.byteLength).toBe(0);
    expect(passed.byteLength).toBe(3);
    expect([...new Uint8Array(passed.buffer)]).toEqual([1, 2, 3]);
  });

  it("passes on an abort, and goes on working", async () => {
    const worker = connect<EchoProtocol>(start);
    const controller = new AbortController();
    const waiting = worker.call("wait", null, { signal: controller.signal, onEvent: () => controller.abort() });
    await expect(waiting).rejects.toMatchObject({ name: "AbortError" });
    expect(await worker.call("spell", "on")).toBe("on");
  });

  it("carries an error's code and words across, and no words of errors that are not ours", async () => {
    const worker = connect<EchoProtocol>(start);
    await expect(worker.call("fail", "known")).rejects.toMatchObject({
      code: "bad-header",
      message: "config.json: it is empty. Choose another.",
    });
    await expect(worker.call("fail", "unknown")).rejects.toMatchObject({
      code: "unexpected",
      message: expect.not.stringContaining("Feldman") as string,
    });
  });

  it("rejects what is under way when the worker crashes or is ended, and starts a new one with the next call", async () => {
    const worker = connect<EchoProtocol>(start);
    await expect(worker.call("crash", null)).rejects.toMatchObject({ code: "crashed", retryable: true });
    const ended = new Error("ended");
    await expect(worker.call("wait", null, { onEvent: () => worker.terminate(ended) })).rejects.toBe(ended);
    expect(await worker.call("spell", "again")).toBe("again");
  });
});
