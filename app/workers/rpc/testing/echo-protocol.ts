export interface EchoProtocol {
  /** Reports each character, then returns the text. */
  spell: { input: string; result: string; event: string };
  /** Gives back the buffer, and its length as the worker saw it. */
  pass: { input: ArrayBuffer; result: { buffer: ArrayBuffer; byteLength: number }; event: never };
  /** Never ends by itself. */
  wait: { input: null; result: null; event: "started" };
  fail: { input: "known" | "unknown"; result: null; event: never };
  crash: { input: null; result: null; event: never };
}
