import { announceGarbage } from "./announce-garbage";

/** More than the collector lets grow before it looks. */
const announcedBytes = 128 * 2 ** 20;

/** A browser whose collector has not looked after so many does not count such memory; Chromium's takes two. */
const mostAnnouncements = 16;

/**
 * Has the garbage collector free all that nobody needs at the time of the call, as far as a page can. One announcement is not enough:
 * a collection that is under way when it comes ends by it, but keeps what was let go of since it began, and takes the announced
 * memory itself for needed, so that the next one is as much later. What is made now outlives that collection, and not the next one.
 */
export async function collectGarbage(): Promise<void> {
  const made = new WeakRef({});
  await nextTask();
  for (let count = 0; count < mostAnnouncements && made.deref() !== undefined; count++) {
    // Whoever asks for it holds it until their task is over.
    await nextTask();
    announceGarbage(announcedBytes);
    await nextTask();
  }
}

function nextTask(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve));
}
