import { describe, expect, it } from "vitest";
import { openCheckpoint } from "../checkpoint/open-checkpoint";
import { cardOf, SMALL_SHAPE } from "../checkpoint/testing/shapes";
import { tinyFolder } from "../checkpoint/testing/tiny-model";
import { planConversion } from "../plan/plan-conversion";
import { chatConfigJson } from "./chat-config";
import { tensorCacheJson } from "./tensor-cache";

const card = cardOf(SMALL_SHAPE);

describe("tensorCacheJson", () => {
  it("lists every tensor of every shard as web-llm reads it", async () => {
    const plan = planConversion(await openCheckpoint(tinyFolder(SMALL_SHAPE)), card);
    const { metadata, records } = tensorCacheJson(plan);
    expect(metadata).toMatchObject({ ParamSize: 25, ParamBytes: plan.outputBytes });
    // 4 bits a weight, 16 a group of 32, and the norms' 32 bits.
    expect(metadata.BitsPerParam).toBeGreaterThan(4.5);
    expect(metadata.BitsPerParam).toBeLessThan(4.6);
    expect(records).toHaveLength(1);
    const [shard] = records;
    expect(shard).toMatchObject({ dataPath: "params_shard_0.bin", format: "raw-shard", nbytes: plan.outputBytes });
    expect(shard?.records[1]).toEqual({
      name: "model.embed_tokens.q_scale",
      shape: [300, 2],
      dtype: "uint32",
      format: "raw",
      nbytes: 2400,
      byteOffset: 19200,
    });
    for (const { nbytes, shape } of shard?.records ?? []) expect(nbytes).toBe(shape.reduce((a, b) => a * b) * 4);
  });
});

describe("chatConfigJson", () => {
  it("asks for a plain context, greedy decoding and the stop tokens given", () => {
    const config = chatConfigJson(card, { contextTokens: 2048, stopTokenIds: [2], bosTokenId: 1 });
    expect(config).toMatchObject({
      vocab_size: 300,
      context_window_size: 2048,
      sliding_window_size: -1,
      tokenizer_files: ["tokenizer.json"],
      temperature: 0,
      top_p: 1,
      repetition_penalty: 1,
      bos_token_id: 1,
      conv_template: { stop_token_ids: [2], stop_str: [], system_message: "" },
    });
    expect(chatConfigJson(card, { contextTokens: 128 })).not.toHaveProperty("bos_token_id");
  });

  it.each([0, -1, 1.5, 4097, NaN])("refuses a context of %d tokens", (contextTokens) => {
    expect(() => chatConfigJson(card, { contextTokens })).toThrow(RangeError);
  });
});
