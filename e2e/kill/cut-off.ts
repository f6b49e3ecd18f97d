import type { AttemptRequest, Outcome, Seen } from "./attempt";
import type { ConvertTab } from "./convert-tab";
import type { Kill } from "./kill-points";
import { positions } from "./position";

/** Writes to storage of an attempt: for each shard its bytes and its entry in the journal; the journal's first entry, three files, the record. */
const writes = { shard: 2, attempt: 5 };

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
      const left = writes.attempt + writes.shard * (totalShards - shards);
      await tab.begin({ ...request, failingWrite: 1 + Math.floor(part * left) });
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
