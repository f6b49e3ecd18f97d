import { describe, expect, it } from "vitest";
import { hfShape } from "./hf-config";
import { problemIn } from "./testing/expect-problem";
import { SMALL_SHAPE } from "./testing/shapes";
import { tinyConfig } from "./testing/tiny-model";

const config = tinyConfig(SMALL_SHAPE);

function without(...keys: string[]): Record<string, unknown> {
  return Object.fromEntries(Object.entries(config).filter(([key]) => !keys.includes(key)));
}

describe("hfShape", () => {
  it("reads the spelling of transformers 4", () => {
    expect(hfShape({ ...config, rope_theta: 500000 }, "config.json")).toEqual({ ...SMALL_SHAPE, ropeTheta: 500000 });
  });

  it("reads the spelling of transformers 5", () => {
    const rope_parameters = { rope_theta: 1000000, rope_type: "default" };
    const modern = { ...without("rope_theta", "rope_scaling", "torch_dtype"), dtype: "bfloat16", rope_parameters };
    expect(hfShape({ ...modern, model_type: "mistral", sliding_window: null }, "config.json")).toEqual({
      ...SMALL_SHAPE,
      ropeTheta: 1000000,
    });
  });

  it("fills in what old configurations leave out", () => {
    const old = without("head_dim", "num_key_value_heads", "rope_theta", "rope_scaling", "tie_word_embeddings");
    expect(hfShape(old, "config.json")).toEqual({ ...SMALL_SHAPE, headDim: 32, kvHeads: 4, ropeTheta: 10000 });
    expect(hfShape({ ...config, head_dim: null }, "config.json").headDim).toBe(32);
    expect(hfShape({ ...config, tie_word_embeddings: true }, "config.json").tiedEmbeddings).toBe(true);
  });

  it.each([
    ["hidden_size", undefined],
    ["hidden_size", "128"],
    ["hidden_size", 0],
    ["hidden_size", 1.5],
    ["hidden_size", 1e300],
    ["num_hidden_layers", -1],
    ["vocab_size", 2 ** 40],
    ["num_key_value_heads", 3],
    ["head_dim", 31],
    ["rms_norm_eps", 0],
    ["rms_norm_eps", -1e-5],
    ["rope_theta", 0],
    ["rope_theta", "10000"],
  ])("refuses %s of %s", async (key, value) => {
    expect((await problemIn(() => hfShape({ ...config, [key]: value }, "config.json"))).code).toBe("bad-header");
  });

  it("refuses heads that do not divide the hidden size when head_dim is absent", async () => {
    const uneven = { ...without("head_dim"), num_attention_heads: 6 };
    expect((await problemIn(() => hfShape(uneven, "config.json"))).message).toContain("headDim");
  });

  it.each([
    ["model_type", "qwen2"],
    ["rope_scaling", { rope_type: "llama3", factor: 8 }],
    ["rope_scaling", { type: "linear", factor: 2 }],
    ["rope_parameters", { rope_theta: 10000, rope_type: "yarn" }],
    ["rope_parameters", "yarn"],
    ["quantization_config", { quant_method: "gptq" }],
    ["hidden_act", "gelu"],
    ["attention_bias", true],
    ["mlp_bias", true],
    ["sliding_window", 4096],
  ])("refuses %s of %j", async (key, value) => {
    const problem = await problemIn(() => hfShape({ ...config, [key]: value }, "config.json"));
    expect(problem).toMatchObject({ code: "unsupported-format", place: key });
  });

  it.each([{ rope_type: "default" }, { type: "none" }, {}])("takes rope_scaling of %j as none", (scaling) => {
    expect(hfShape({ ...config, rope_scaling: scaling }, "config.json")).toEqual(SMALL_SHAPE);
  });
});
