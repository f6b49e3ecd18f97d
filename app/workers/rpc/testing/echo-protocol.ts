export interface EchoProtocol {
  /** Reports each character, then returns the text. */
  spell: { input: string; result: string; event: string };
  /** Never ends by itself. */
  wait: { input: null; result: null; event: "started" };
  fail: { input: "known" | "unknown"; result: null; event: never };
  crash: { input: null; result: null; event: never };
}
