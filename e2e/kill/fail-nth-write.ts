/** "convert 12": the twelfth write fails. */
const failing = Number(/\d+$/.exec(self.name)?.[0]);
let writes = 0;

const store = IDBObjectStore.prototype as {
  put: (...args: Parameters<IDBObjectStore["put"]>) => IDBRequest<IDBValidKey>;
};
const put = store.put;

/** As when a disk fails: the write begins, and then the browser undoes its whole transaction. */
store.put = function (this: IDBObjectStore, ...args) {
  const request = put.apply(this, args);
  writes++;
  if (writes === failing) {
    const error = new DOMException("Internal error committing transaction.", "UnknownError");
    Object.defineProperty(this.transaction, "error", { value: error });
    this.transaction.abort();
  }
  return request;
};
