/** What a worker reads a Blob with at once; TypeScript keeps it apart from what pages have. */
declare class FileReaderSync {
  readAsArrayBuffer(blob: Blob): ArrayBuffer;
}

/**
 * Lets web-llm 0.2.86 read shards whose bytes are not in their records; `shards` has them by the records' addresses. It wants the `data` of a
 * record as a buffer, and gets every record three times, twice only to see that it is there and once all of them together: buffers
 * would all be read. A shard is read here when its `data` is asked for, and then at once, as a worker may. For this whole realm, which
 * is web-llm's own.
 */
export function readShardsAsBuffers(shards: ReadonlyMap<string, Blob>): void {
  const descriptor = Object.getOwnPropertyDescriptor(IDBRequest.prototype, "result");
  // eslint-disable-next-line @typescript-eslint/unbound-method -- called on the request that it is asked of
  const getResult = descriptor?.get;
  if (descriptor === undefined || getResult === undefined) throw new Error("IDBRequest has no result");
  Object.defineProperty(IDBRequest.prototype, "result", {
    ...descriptor,
    get(this: IDBRequest): unknown {
      const result: unknown = getResult.call(this);
      const url = addressOf(result);
      const shard = url === undefined ? undefined : shards.get(url);
      return url === undefined || shard === undefined ? result : fileRecord(url, shard);
    },
  });
}

/** As web-llm stores a file, with bytes that are read when they are asked for. */
function fileRecord(url: string, shard: Blob): { url: string; readonly data: ArrayBuffer } {
  return {
    url,
    get data() {
      return new FileReaderSync().readAsArrayBuffer(shard);
    },
  };
}

function addressOf(record: unknown): string | undefined {
  const isRecord = typeof record === "object" && record !== null && "url" in record;
  return isRecord && typeof record.url === "string" ? record.url : undefined;
}
