import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";

/** The repository's root: every task runs there, wherever it was called from. */
export const root = fileURLToPath(new URL("..", import.meta.url));

/** Runs a command with its output shown. Throws when it fails. */
export function run(command, args = [], env = {}) {
  const { status, error } = spawnSync(command, args, { cwd: root, stdio: "inherit", env: { ...process.env, ...env } });
  if (error) throw error;
  if (status !== 0) throw new Error(`"${[command, ...args].join(" ")}" failed with exit code ${status}.`);
}

/** Runs a JavaScript file by Node. By their names alone npm and npx are not found on Windows. */
export function runScript(script, args = [], env = {}) {
  run(process.execPath, [script, ...args], env);
}

/** True when a command can be run and succeeds; its output is not shown. */
export function succeeds(command, args = []) {
  return spawnSync(command, args, { cwd: root, stdio: "ignore" }).status === 0;
}

/** Runs a task's main function; a failure is one sentence and exit code 1. */
export async function main(task) {
  try {
    await task();
  } catch (error) {
    console.error(`\n${error.message}`);
    process.exitCode = 1;
  }
}
