import { workerAt } from "../in-page/worker-at";
import type { NumericsProtocol } from "./protocol";

export const callNumerics = workerAt<NumericsProtocol>("/e2e/numerics/numerics-worker.ts");
