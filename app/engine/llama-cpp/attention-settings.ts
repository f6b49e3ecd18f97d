/**
 * llama.cpp's settings for attention. WebAssembly has no instruction for half floats: each number of a half-float cache is
 * converted by itself, and flash attention has no fast path. With them, a token takes longer the more context there is.
 */
export const attentionSettings = { cache_type_k: "f32", cache_type_v: "f32", flash_attn: false } as const;
