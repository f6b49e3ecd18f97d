/**
 * How weights become q4g32; the format is the same. "plain" is ggml's Q4_0 rule, byte for byte; "best" searches each group's
 * scale for the least squared error, and is never worse than plain for any group.
 */
export type QuantizationMode = "plain" | "best";
