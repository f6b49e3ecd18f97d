import { execFileSync } from "node:child_process";
import { mkdirSync, rmSync } from "node:fs";
import { modelConfig, netLogs, python, tinyCheckpoint } from "./paths";

/** Makes the tiny checkpoint anew in every container, and an empty folder for the browsers' network logs. */
export default function makeTinyCheckpoint(): void {
  rmSync(netLogs, { recursive: true, force: true });
  mkdirSync(netLogs, { recursive: true });
  rmSync(tinyCheckpoint, { recursive: true, force: true });
  execFileSync(python, ["-m", "reference.make_tiny", tinyCheckpoint], { cwd: modelConfig, stdio: "inherit" });
}
