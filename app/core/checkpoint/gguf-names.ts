const GLOBAL_NAMES: ReadonlyMap<string, string> = new Map([
  ["token_embd.weight", "model.embed_tokens.weight"],
  ["output_norm.weight", "model.norm.weight"],
  ["output.weight", "lm_head.weight"],
]);

const LAYER_NAMES: ReadonlyMap<string, string> = new Map([
  ["attn_norm", "input_layernorm"],
  ["attn_q", "self_attn.q_proj"],
  ["attn_k", "self_attn.k_proj"],
  ["attn_v", "self_attn.v_proj"],
  ["attn_output", "self_attn.o_proj"],
  ["ffn_norm", "post_attention_layernorm"],
  ["ffn_gate", "mlp.gate_proj"],
  ["ffn_up", "mlp.up_proj"],
  ["ffn_down", "mlp.down_proj"],
]);

const LAYER_TENSOR = /^blk\.(0|[1-9]\d{0,4})\.([a-z_]+)\.weight$/;

/** The Hugging Face name of a Llama tensor that llama.cpp named, or undefined for a name that the architecture does not have. */
export function huggingFaceName(ggmlName: string): string | undefined {
  const match = LAYER_TENSOR.exec(ggmlName);
  if (match === null) return GLOBAL_NAMES.get(ggmlName);
  const part = LAYER_NAMES.get(match[2] ?? "");
  return part === undefined ? undefined : `model.layers.${match[1] ?? ""}.${part}.weight`;
}

/** llama.cpp's name of a Llama tensor by its Hugging Face name: the inverse of {@link huggingFaceName}. Throws RangeError. */
export function ggmlName(name: string): string {
  const [, layer, part] = /^model\.layers\.(\d+)\.(.+)\.weight$/.exec(name) ?? [];
  if (layer === undefined) return keyOf(GLOBAL_NAMES, name);
  return `blk.${layer}.${keyOf(LAYER_NAMES, part)}.weight`;
}

/** True for q and k, whose rows llama.cpp stores with rotary pairs interleaved. */
export function hasInterleavedRows(ggmlName: string): boolean {
  const part = LAYER_TENSOR.exec(ggmlName)?.[2];
  return part === "attn_q" || part === "attn_k";
}

function keyOf(names: ReadonlyMap<string, string>, value: string | undefined): string {
  for (const [key, name] of names) if (name === value) return key;
  throw new RangeError("no tensor of a Llama has this name");
}
