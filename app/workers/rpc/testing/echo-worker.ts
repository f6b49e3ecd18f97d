import { CheckpointError } from "../../../core/errors";
import { serve } from "../serve";
import type { EchoProtocol } from "./echo-protocol";

serve<EchoProtocol>({
  spell: (text, { emit }) => {
    for (const character of text) emit(character);
    return Promise.resolve(text);
  },
  pass: (buffer, { transfer }) => {
    transfer.push(buffer);
    return Promise.resolve({ buffer, byteLength: buffer.byteLength });
  },
  wait: (_input, { signal, emit }) =>
    new Promise((_resolve, reject) => {
      signal.addEventListener("abort", () => reject(signal.reason as Error));
      emit("started");
    }),
  fail: (kind) => {
    const problem = { file: "config.json", problem: "it is empty", advice: "Choose another." };
    return Promise.reject(
      kind === "known" ? new CheckpointError("bad-header", problem) : new RangeError("Mrs. Feldman"),
    );
  },
  crash: () =>
    new Promise(() => {
      setTimeout(() => {
        throw new Error("outside of any call");
      });
    }),
});
