import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { netLogs } from "./paths";

/** The servers of this run. Everything else that a browser asked for is a leak. */
const ownHosts = new Set(["localhost:4317", "localhost:4318", "localhost:4319"]);

/** Fails the run when a browser's own network log holds a request to anything but the page's origin. */
export default function globalTeardown(): void {
  let own = 0;
  const foreign = new Set<string>();
  for (const name of readdirSync(netLogs)) {
    for (const url of requestedUrls(readFileSync(join(netLogs, name), "utf8"))) {
      if (ownHosts.has(url.host)) own++;
      else foreign.add(url.origin);
    }
  }
  if (own === 0) throw new Error("The browsers' network logs hold no request at all: they prove nothing.");
  if (foreign.size > 0) throw new Error(`Requests left the page's origin: ${[...foreign].join(", ")}`);
  console.log(`network logs: ${own} requests, all to the page's own origin`);
}

/** Addresses that the network stack was asked for. A browser that was killed leaves its log unfinished, so it is read as text. */
function* requestedUrls(log: string): Generator<URL> {
  for (const match of log.matchAll(/"url":"((?:https?|wss?):[^"]+)"/g)) {
    if (match[1] !== undefined) yield new URL(match[1]);
  }
}
