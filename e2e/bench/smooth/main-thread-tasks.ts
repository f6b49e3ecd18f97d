import type { Browser, Page } from "@playwright/test";

/** A task of the page's main thread: what is done in one go, while neither keys nor scrolling are heard. */
export interface MainThreadTask {
  /** From begin to end, with the time in which other threads had the core. */
  wallMs: number;
  /** What the thread computed in it. */
  threadMs: number;
  /** What that went to, most first. */
  did: string;
}

/** An event of Chromium's trace. Times are in microseconds. */
interface TraceEvent {
  name: string;
  /** "X" for what has a duration. */
  ph: string;
  pid: number;
  tid: number;
  ts: number;
  dur?: number;
  /** The thread's own time of it. */
  tdur?: number;
  args?: { name?: string; data?: EventData };
}

interface EventData {
  functionName?: string;
  url?: string;
  /** Of a DOM event. */
  type?: string;
  frames?: { processId?: number }[];
}

/** The first says what is done, the second where tasks begin and end. */
const categories = ["-*", "devtools.timeline", "disabled-by-default-devtools.timeline"];
/** How many parts of a task are told. */
const toldParts = 4;

/** The tasks of the page's main thread while `act` goes on, but for those in which nothing of a page was done. */
export async function mainThreadTasks(
  browser: Browser,
  page: Page,
  act: () => Promise<void>,
): Promise<MainThreadTask[]> {
  await browser.startTracing(page, { categories });
  await act();
  const { traceEvents } = JSON.parse((await browser.stopTracing()).toString()) as { traceEvents: TraceEvent[] };
  const onMainThread = mainThreadOf(traceEvents);
  return nest(traceEvents.filter((event) => event.ph === "X" && onMainThread(event)))
    .filter(({ event, inner }) => event.name === "RunTask" && inner.length > 0)
    .map((task) => ({ wallMs: (task.event.dur ?? 0) / 1000, threadMs: threadMs(task), did: describe(task) }));
}

function mainThreadOf(events: readonly TraceEvent[]): (event: TraceEvent) => boolean {
  const page = events.find(({ name }) => name === "TracingStartedInBrowser")?.args?.data?.frames?.[0]?.processId;
  const thread = events.find(({ pid, args }) => pid === page && args?.name === "CrRendererMain");
  if (thread === undefined) throw new Error("The trace does not tell the page's main thread.");
  return ({ pid, tid }) => pid === thread.pid && tid === thread.tid;
}

/** An event, and those that it spans. */
interface Nested {
  event: TraceEvent;
  inner: Nested[];
}

/** The events that no other one spans. */
function nest(events: readonly TraceEvent[]): Nested[] {
  const outermost: Nested[] = [];
  const open: Nested[] = [];
  for (const event of events.toSorted((a, b) => a.ts - b.ts || (b.dur ?? 0) - (a.dur ?? 0))) {
    const nested = { event, inner: [] };
    while (open.length > 0 && endOf(open.at(-1)) <= event.ts) open.pop();
    (open.at(-1)?.inner ?? outermost).push(nested);
    open.push(nested);
  }
  return outermost;
}

function endOf(nested: Nested | undefined): number {
  return nested === undefined ? 0 : nested.event.ts + (nested.event.dur ?? 0);
}

function threadMs({ event }: Nested): number {
  return (event.tdur ?? 0) / 1000;
}

/** "Layout 12.1, click event 3.0": thread time in milliseconds, each without what is told by itself. */
function describe(task: Nested): string {
  const times = new Map<string, number>();
  const add = (nested: Nested) => {
    const innerMs = nested.inner.reduce((sum, inner) => sum + threadMs(inner), 0);
    const part = partOf(nested.event);
    times.set(part, (times.get(part) ?? 0) + threadMs(nested) - innerMs);
    nested.inner.forEach(add);
  };
  add(task);
  return [...times]
    .sort(([, a], [, b]) => b - a)
    .slice(0, toldParts)
    .map(([part, ms]) => `${part} ${ms.toFixed(1)}`)
    .join(", ");
}

function partOf({ name, args }: TraceEvent): string {
  const { functionName, url, type } = args?.data ?? {};
  if (name === "RunTask") return "other";
  if (name === "EventDispatch") return `${type ?? "an"} event`;
  if (/^(V8\.GC|MinorGC|MajorGC|BlinkGC)/.test(name)) return "garbage collection";
  // The bench's own scripts have no address.
  if (name === "FunctionCall") return url === "" ? "the bench itself" : `${functionName ?? ""}() of ${fileOf(url)}`;
  return name;
}

function fileOf(url: string | undefined): string {
  return url?.split("/").at(-1) ?? "";
}
