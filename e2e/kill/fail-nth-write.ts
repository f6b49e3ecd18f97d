/** "convert 12" or "store 12": the twelfth write of this worker fails. */
const failing = Number(/^\w+ (\d+)$/.exec(self.name)?.[1]);
let writes = 0;

/** Counts a write; true for the one that fails. */
function isFailing(): boolean {
  writes++;
  return writes === failing;
}

const store = IDBObjectStore.prototype as {
  put: (...args: Parameters<IDBObjectStore["put"]>) => IDBRequest<IDBValidKey>;
};
const put = store.put;

/** As when a disk fails: the write begins, and then the browser undoes its whole transaction. */
store.put = function (this: IDBObjectStore, ...args) {
  const request = put.apply(this, args);
  if (isFailing()) {
    const error = new DOMException("Internal error committing transaction.", "UnknownError");
    Object.defineProperty(this.transaction, "error", { value: error });
    this.transaction.abort();
  }
  return request;
};

interface OpenFile {
  write: (bytes: Uint8Array, options: { at: number }) => number;
}

declare const FileSystemSyncAccessHandle: { prototype: OpenFile };

const file = FileSystemSyncAccessHandle.prototype;
const write = file.write;

/** As when a disk fails: a part is written, and no more. */
file.write = function (this: OpenFile, bytes, options) {
  if (!isFailing()) return write.call(this, bytes, options);
  write.call(this, bytes.subarray(0, bytes.byteLength / 2), options);
  throw new DOMException("Failed to write to the access handle.", "InvalidStateError");
};
