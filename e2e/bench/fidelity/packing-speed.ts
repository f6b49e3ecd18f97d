import { floatToHalf } from "../../../app/core/checkpoint/half";
import type { QuantizationMode } from "../../../app/core/quantize/quantization-mode";
import type { RowPacker } from "../../../app/core/quantize/row-packer";
import { measureGgufSpeed } from "../convert-7b/gguf-speed";
import { median } from "../median";
import { gaussianFloats } from "./random-floats";

const rows = 4096;
const columns = 4096;
const rounds = 5;

/** GB of float16 weights packed in a second, on one core. */
export interface PackingSpeed {
  plain: number;
  best: number;
  /** The gguf package's numpy quantizer. */
  gguf: number;
}

/** Medians over rounds in which all take turns, each on a matrix of the same size and distribution. */
export function measurePackingSpeed(packer: RowPacker): PackingSpeed {
  const bytes = new Uint8Array(Uint16Array.from(gaussianFloats(rows * columns), floatToHalf).buffer);
  const pack = (mode: QuantizationMode): number => {
    const startMs = performance.now();
    packer.pack({ dtype: "F16", bytes, rows, columns, mode });
    return bytes.byteLength / 1e6 / (performance.now() - startMs);
  };
  // The first calls run code that is not optimized yet.
  pack("plain");
  pack("best");
  const speeds = Array.from({ length: rounds }, () => ({
    plain: pack("plain"),
    best: pack("best"),
    gguf: measureGgufSpeed(rows, columns)[1],
  }));
  return {
    plain: median(speeds.map(({ plain }) => plain)),
    best: median(speeds.map(({ best }) => best)),
    gguf: median(speeds.map(({ gguf }) => gguf)),
  };
}
