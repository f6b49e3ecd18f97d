import { execFileSync } from "node:child_process";
import { rmSync } from "node:fs";
import { modelConfig, python, tinyCheckpoint } from "./paths";

/** Makes the tiny checkpoint anew in every container. */
export default function makeTinyCheckpoint(): void {
  rmSync(tinyCheckpoint, { recursive: true, force: true });
  execFileSync(python, ["-m", "reference.make_tiny", tinyCheckpoint], { cwd: modelConfig, stdio: "inherit" });
}
