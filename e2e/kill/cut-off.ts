import type { AttemptRequest, Outcome, Seen } from "./attempt";
import type { ConvertTab } from "./convert-tab";
import type { Kill } from "./kill-points";
import { positions } from "./position";

/** Writes of the worker that stores shards, for each: its bytes, and the record that names their file. */
const storeWrites = 2;
/** Writes of the converting worker: the journal's first entry, three files and the model's record; beside them, each shard's entry. */
const convertWrites = 5;

/** What the tiny model takes in storage, about. */
const modelBytes = 200_000;

export interface Left {
  /** The tab to go on in. */
  tab: ConvertTab;
  seen: Seen;
  /** How the attempt ended, if it lived to tell. */
  outcome?: Outcome;
}

/** What an attempt begins with. */
export interface Stored {
  shards: number;
  totalShards: number;
}

/** Begins an attempt in a tab, and cuts it off. */
export async function cutOff(
  tab: ConvertTab,
  { kind, part }: Kill,
  request: AttemptRequest,
  { shards, totalShards }: Stored,
  openTab: () => Promise<ConvertTab>,
): Promise<Left> {
  const start = positions.converting + shards / totalShards;
  const position = start + part * (positions.end - start);
  switch (kind) {
    case "fail a write": {
      await tab.begin({ ...request, failingWrite: writeAt(part, totalShards - shards) });
      return { tab, ...(await tab.finish()) };
    }
    case "run out of quota": {
      await tab.takeRoom(part * modelBytes);
      await tab.begin(request);
      const ended = await tab.finish();
      await tab.giveRoomBack();
      return { tab, ...ended };
    }
    case "end the worker": {
      await tab.begin(request);
      return { tab, seen: await tab.endWorkerAt(position) };
    }
    case "close the tab":
    case "crash the tab": {
      await tab.begin(request);
      const seen = await tab.reach(position);
      await (kind === "close the tab" ? tab.close() : tab.crash());
      return { tab: await openTab(), seen };
    }
  }
}

/** One of the writes of an attempt, each as likely as the others. */
function writeAt(part: number, shards: number): NonNullable<AttemptRequest["failingWrite"]> {
  const byConvert = convertWrites + shards;
  const index = Math.floor(part * (byConvert + storeWrites * shards));
  return index < byConvert ? { worker: "convert", nth: 1 + index } : { worker: "store", nth: 1 + index - byConvert };
}
