import { announceGarbage } from "./announce-garbage";

/** More than the collector lets grow before it looks. */
const announcedBytes = 128 * 2 ** 20;

/** A browser whose collector has not looked after so many does not count such memory; Chromium's takes one to four. */
const mostAnnouncements = 16;

interface Look {
  isOver: boolean;
}

/**
 * Of symbols, because V8 frees those only when it looks through all memory; no weak references, because asking one for what it refers
 * to makes a collection that is under way keep that.
 */
const witnesses = new FinalizationRegistry<Look>((look) => {
  look.isOver = true;
});

/**
 * Has the garbage collector free all that nobody needs at the time of the call, as far as a page can. One announcement is not enough:
 * a collection that is under way when it comes ends by it, but keeps what was let go of since it began. A witness that is made now
 * outlives that collection, and not the next one. What is announced is held until then: V8 frees it otherwise with other new objects,
 * as often as it comes, and never looks through old ones.
 */
export async function collectGarbage(): Promise<void> {
  const look: Look = { isOver: false };
  witnesses.register(Symbol(), look);
  // Whoever asks a weak reference holds what it refers to until their task is over.
  await nextTask();
  const announced: ArrayBuffer[] = [];
  try {
    while (!look.isOver && announced.length < mostAnnouncements) {
      announced.push(announceGarbage(announcedBytes));
      await nextTask();
    }
  } catch {
    // A browser that finds no such memory has looked for it in all that nobody needs.
  }
  // Given back by hand: what a collection finds to be needed, the next one waits for as much longer.
  for (const buffer of announced) buffer.transfer(0);
}

function nextTask(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve));
}
