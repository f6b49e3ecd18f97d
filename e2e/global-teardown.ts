import { createReadStream, readdirSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { netLogs } from "./paths";

/** The servers of this run. Everything else that a browser asked for is a leak. */
const ownHosts = new Set(["localhost:4317", "localhost:4318", "localhost:4319"]);

/** Fails the run when a browser's own network log holds a request to anything but the page's origin. */
export default async function globalTeardown(): Promise<void> {
  let own = 0;
  const foreign = new Set<string>();
  for (const name of readdirSync(netLogs)) {
    for await (const url of requestedUrls(join(netLogs, name))) {
      if (ownHosts.has(url.host)) own++;
      else foreign.add(url.origin);
    }
  }
  if (own === 0) throw new Error("The browsers' network logs hold no request at all: they prove nothing.");
  if (foreign.size > 0) throw new Error(`Requests left the page's origin: ${[...foreign].join(", ")}`);
  console.log(`network logs: ${own} requests, all to the page's own origin`);
}

/**
 * Addresses that a page or one of its workers asked for. What the browser does of its own accord (updates, accounts, form
 * predictions) has no origin for an initiator, and no switch turns all of it off. A browser that was killed leaves its log
 * unfinished and a long test's is longer than a string can be, so it is read line by line, an event each.
 */
async function* requestedUrls(netLog: string): AsyncGenerator<URL> {
  for await (const line of createInterface({ input: createReadStream(netLog) })) {
    const initiator = /"initiator":"([^"]+)"/.exec(line)?.[1];
    const url = /"url":"((?:https?|wss?):[^"]+)"/.exec(line)?.[1];
    if (url !== undefined && initiator !== undefined && initiator !== "not an origin") yield new URL(url);
  }
}
