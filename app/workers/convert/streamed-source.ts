import type { ByteSource } from "../../core/byte-source";
import { copyToBlockBuffer, giveBlockBuffer, takeBlockBuffer } from "../pack/block-buffers";

/** Shorter reads, such as headers, get a slice of their own unless they go on where a stream is: opening one costs more. */
const leastStreamedBytes = 2 ** 19;
/** A stream reads over a gap of so many bytes at most: opening another costs more. */
const mostSkippedBytes = 2 ** 21;
/** Bytes of a gap that are read over at once. */
const skipBytes = 2 ** 19;

/** Of one file: more would wait for the disk. */
const mostStreams = 3;
/** Of all files: each takes some 2 MB in Chromium, and a file that was read has no more use of its own. */
const mostOpenStreams = 5;

interface OpenStream {
  reader: ReadableStreamBYOBReader;
  /** Held with the reader: see {@link reading}. */
  held: object[];
  /** Of the next byte that it gives. */
  position: number;
}

/** Reads that go on from each other, done in the order in which they are asked for. */
interface Run {
  /** Where the last read asked for ends. */
  end: number;
  /** Undefined until it is needed, and where streams cannot read into our buffers. */
  stream: OpenStream | undefined;
  last: Promise<unknown>;
}

/** Runs whose streams are open, the one used last comes last. */
const openRuns: Run[] = [];

/** Chromium collects a stream whose only holder is the read that waits for it, and the read never ends: so they are held here. */
const reading = new Set<OpenStream>();

export interface StreamedSource extends ByteSource {
  slice(start: number, end: number): Promise<Uint8Array<ArrayBuffer>>;
  /** Frees what open streams hold, once the reads asked for are done: some 2 MB each in Chromium. The next read opens another. */
  close(): void;
}

/**
 * A file on disk as a ByteSource. Reads that follow each other share one stream, which takes half the time and an eighth of
 * the memory that slices take in Chromium; where the browser cannot read into our buffers, slices it is. Three such runs of reads
 * are served side by side: one alone waits for the browser's process half of the time, and two now and then.
 */
export function streamedSource(file: Blob): StreamedSource {
  /** The one used last comes last. */
  let runs: Run[] = [];

  const runFor = (start: number, end: number): Run | undefined => {
    const gapTo = (run: Run) => start - run.end;
    const [nearest] = runs
      .filter((run) => gapTo(run) >= 0 && gapTo(run) <= mostSkippedBytes)
      .sort((a, b) => gapTo(a) - gapTo(b));
    if (nearest !== undefined || end - start < leastStreamedBytes) return nearest;
    if (runs.length === mostStreams) runs.splice(0, 1).forEach(closeRun);
    return { end: start, stream: undefined, last: Promise.resolve() };
  };

  const readIn = async (run: Run, start: number, end: number): Promise<Uint8Array<ArrayBuffer>> => {
    run.stream ??= openStream(file, start);
    const { stream } = run;
    if (stream === undefined) return await readSlice(file, start, end);
    holdOpen(run);
    try {
      while (stream.position < start) {
        const skipped = await readOn(stream, Math.min(skipBytes, start - stream.position));
        giveBlockBuffer(skipped.buffer);
        if (skipped.byteLength === 0) break;
      }
      return await readOn(stream, end - start);
    } catch (error) {
      run.stream = undefined;
      throw error;
    }
  };

  return {
    byteLength: file.size,
    streams: mostStreams,
    slice: async (start, end) => {
      const run = runFor(start, end);
      if (run === undefined) return await readSlice(file, start, end);
      runs = [...runs.filter((other) => other !== run), run];
      run.end = end;
      const bytes = run.last.then(() => readIn(run, start, end));
      run.last = bytes.catch(() => undefined);
      return await bytes;
    },
    close: () => runs.splice(0).forEach(closeRun),
  };
}

/** Notes that a run's stream is in use; closes the one that is longest out of use where too many are open. */
function holdOpen(run: Run): void {
  forget(run);
  openRuns.push(run);
  if (openRuns.length > mostOpenStreams) openRuns.slice(0, 1).forEach(closeRun);
}

/** Closes a run's stream once the reads asked for are done. Another read opens one anew. */
function closeRun(run: Run): void {
  forget(run);
  const close = () => {
    const { stream } = run;
    run.stream = undefined;
    return stream?.reader.cancel();
  };
  run.last.then(close).catch(() => undefined);
}

function forget(run: Run): void {
  const index = openRuns.indexOf(run);
  if (index !== -1) openRuns.splice(index, 1);
}

/** In a buffer that goes round: the browser's own would be one more each time, in the place of one that serves again. */
async function readSlice(file: Blob, start: number, end: number): Promise<Uint8Array<ArrayBuffer>> {
  const read = await file.slice(start, end).arrayBuffer();
  const bytes = new Uint8Array(copyToBlockBuffer(new Uint8Array(read)));
  read.transfer(0);
  return bytes;
}

/** Undefined where streams of files cannot read into a buffer of ours. */
function openStream(file: Blob, position: number): OpenStream | undefined {
  const rest = file.slice(position);
  const stream = rest.stream();
  try {
    return { reader: stream.getReader({ mode: "byob" }), held: [rest, stream], position };
  } catch {
    return undefined;
  }
}

/** The next bytes, as many as asked for; fewer only where the file ends. */
async function readOn(stream: OpenStream, byteLength: number): Promise<Uint8Array<ArrayBuffer>> {
  let buffer = takeBlockBuffer(byteLength);
  let filled = 0;
  reading.add(stream);
  try {
    while (filled < byteLength) {
      const { done, value } = await stream.reader.read(new Uint8Array(buffer, filled));
      if (value === undefined) return new Uint8Array(0);
      ({ buffer } = value);
      if (done) break;
      filled += value.byteLength;
    }
  } finally {
    reading.delete(stream);
  }
  stream.position += filled;
  return new Uint8Array(buffer, 0, filled);
}
