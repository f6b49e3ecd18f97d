/** What another part of the origin stores, in a database of its own. */
const databaseName = "room";
const storeName = "taken";
/** Stored at once, at most. */
const largestBytes = 2 ** 23;

/** Runs in the page: takes of the room that the browser has for the origin, until less than this is left. */
export async function takeRoom(leftBytes: number): Promise<void> {
  const database = await open();
  for (let bytes = largestBytes; bytes >= leftBytes;) if (!(await put(database, randomBytes(bytes)))) bytes /= 2;
  database.close();
}

/** Runs in the page. */
export async function giveRoomBack(): Promise<void> {
  await settled(indexedDB.deleteDatabase(databaseName));
}

async function open(): Promise<IDBDatabase> {
  const request = indexedDB.open(databaseName, 1);
  request.onupgradeneeded = () => request.result.createObjectStore(storeName, { autoIncrement: true });
  await settled(request);
  return request.result;
}

/** False where there is no room. */
async function put(database: IDBDatabase, bytes: Uint8Array): Promise<boolean> {
  const transaction = database.transaction(storeName, "readwrite");
  transaction.objectStore(storeName).put(bytes);
  return await new Promise((resolve) => {
    transaction.oncomplete = () => resolve(true);
    transaction.onabort = () => resolve(false);
  });
}

async function settled(request: IDBOpenDBRequest): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    request.onsuccess = () => resolve();
    request.onerror = () => reject(new Error(`${databaseName} did not open.`));
  });
}

/** What cannot be compressed. */
function randomBytes(length: number): Uint8Array {
  const bytes = new Uint8Array(length);
  const atOnce = 2 ** 16;
  for (let at = 0; at < length; at += atOnce) crypto.getRandomValues(bytes.subarray(at, at + atOnce));
  return bytes;
}
