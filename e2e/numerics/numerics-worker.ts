import { serve } from "../../app/workers/rpc/serve";
import { loadServedModel } from "./load-served-model";
import type { NumericsProtocol, Read } from "./protocol";

const greedy = { temperature: 0, topP: 1, seed: 1 };
/** Draws after which the sequence starts anew: a short one is quicker. */
const drawsPerSequence = 16;

serve<NumericsProtocol>({
  read: async ({ model: served, readings }) => {
    let seen: number[] = [];
    const model = await loadServedModel(served, greedy, (logits) => {
      seen = [...logits];
      return logits;
    });
    const results: Read[] = [];
    for (const { prefill, decode } of readings) {
      const result: Read = { logits: [], tokens: [] };
      const keep = (token: number) => {
        result.logits.push(seen);
        result.tokens.push(token);
      };
      await model.reset();
      for (const ids of prefill) keep(await model.prefill(ids));
      for (const id of decode) keep(await model.decode(id));
      results.push(result);
    }
    return results;
  },
  draw: async ({ model: served, sampling, logits, count }) => {
    const fixed = Float32Array.from(logits);
    const model = await loadServedModel(served, sampling, () => fixed);
    const tokens: number[] = [];
    for (let draw = 0; draw < count; draw++) {
      if (draw % drawsPerSequence === 0) await model.reset();
      tokens.push(await model.decode(0));
    }
    return tokens;
  },
});
