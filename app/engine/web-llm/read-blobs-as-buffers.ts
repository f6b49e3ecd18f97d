/** What a worker reads a Blob with at once; TypeScript keeps it apart from what pages have. */
declare class FileReaderSync {
  readAsArrayBuffer(blob: Blob): ArrayBuffer;
}

interface BlobRecord {
  url: string;
  data: Blob;
}

/**
 * Lets web-llm 0.2.86 read shards that are stored as Blobs. It wants the `data` of a record as a buffer, and gets every record
 * three times, twice only to see that it is there and once all of them together: buffers would all be read. A Blob is read here
 * when its `data` is asked for, and then at once, as a worker may. For this whole realm, which is web-llm's own.
 */
export function readBlobsAsBuffers(): void {
  const descriptor = Object.getOwnPropertyDescriptor(IDBRequest.prototype, "result");
  // eslint-disable-next-line @typescript-eslint/unbound-method -- called on the request that it is asked of
  const getResult = descriptor?.get;
  if (descriptor === undefined || getResult === undefined) throw new Error("IDBRequest has no result");
  Object.defineProperty(IDBRequest.prototype, "result", {
    ...descriptor,
    get(this: IDBRequest): unknown {
      const result: unknown = getResult.call(this);
      return holdsBlob(result) ? withBuffer(result) : result;
    },
  });
}

function withBuffer({ url, data }: BlobRecord): { url: string; readonly data: ArrayBuffer } {
  return {
    url,
    get data() {
      return new FileReaderSync().readAsArrayBuffer(data);
    },
  };
}

function holdsBlob(value: unknown): value is BlobRecord {
  return typeof value === "object" && value !== null && "data" in value && value.data instanceof Blob;
}
