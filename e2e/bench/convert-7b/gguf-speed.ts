import { execFileSync } from "node:child_process";
import { modelConfig, python } from "../../paths";

/** GB of float16 a second of the gguf package's numpy Q4_0 quantizer, by the number of processes. */
export type GgufSpeed = Record<"1" | "2", number>;

/** Measures it on a matrix of this size. */
export function measureGgufSpeed(rows: number, columns: number): GgufSpeed {
  const args = ["-m", "bench.gguf_speed", String(rows), String(columns)];
  return JSON.parse(execFileSync(python, args, { cwd: modelConfig, encoding: "utf8" })) as GgufSpeed;
}
