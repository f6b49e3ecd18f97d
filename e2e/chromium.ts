/** The Chromium under test. */
export const executablePath = process.env.CHROMIUM ?? "/usr/bin/chromium";

const quiet = [
  "--no-sandbox",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

/** What gives Chromium a software adapter. Without them, and without a GPU, it has none. */
export const webGpuFlags = ["--enable-unsafe-webgpu", "--use-webgpu-adapter=swiftshader"];

/** Arguments of a launch. `netLog` is the file that the browser writes its network log to. */
export function launchArgs(netLog: string, flags: readonly string[] = webGpuFlags): string[] {
  return [...quiet, ...flags, `--log-net-log=${netLog}`];
}
