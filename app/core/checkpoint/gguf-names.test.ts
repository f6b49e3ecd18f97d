import { describe, expect, it } from "vitest";
import { llamaOutputs } from "../plan/llama-outputs";
import { ggmlName, huggingFaceName } from "./gguf-names";
import { SMALL_SHAPE } from "./testing/shapes";

describe("ggmlName", () => {
  it("names every tensor of a Llama as llama.cpp does", () => {
    const names = llamaOutputs({ ...SMALL_SHAPE, layers: 12 }).flatMap(({ sources }) => sources.map((s) => s.tensor));
    expect(names.map(ggmlName).slice(-11)).toEqual([
      "blk.11.attn_norm.weight",
      "blk.11.attn_q.weight",
      "blk.11.attn_k.weight",
      "blk.11.attn_v.weight",
      "blk.11.attn_output.weight",
      "blk.11.ffn_norm.weight",
      "blk.11.ffn_gate.weight",
      "blk.11.ffn_up.weight",
      "blk.11.ffn_down.weight",
      "output_norm.weight",
      "output.weight",
    ]);
    expect(names.map(ggmlName).map(huggingFaceName)).toEqual(names);
  });

  it.each(["model.layers.0.mlp.bias", "model.layers.0.mlp.gate.weight", "model.layers.x.mlp.up_proj.weight", ""])(
    "has no name for %j",
    (name) => {
      expect(() => ggmlName(name)).toThrow(RangeError);
    },
  );
});
