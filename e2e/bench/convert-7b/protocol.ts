import type { ModelRecord } from "../../../app/core/models/model-record";
import type { VariantCard } from "../../../app/core/models/variant-card";
import type { QuantizationMode } from "../../../app/core/quantize/quantization-mode";

export interface LargeConversion {
  files: File[];
  /** Models that the files may hold. */
  cards: readonly VariantCard[];
  mode: QuantizationMode;
}

export interface Converted {
  sourceBytes: number;
  outputBytes: number;
  /** Reading, quantizing, hashing and storing. */
  convertSeconds: number;
  /** Holding what was stored against the source. */
  checkSeconds: number;
  knownAnswer: ModelRecord["knownAnswer"];
}

export interface LargeConversionProtocol {
  /** Converts as the page does, with other cards, and deletes the model. */
  convert: { input: LargeConversion; result: Converted; event: never };
}
