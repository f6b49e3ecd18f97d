import { storeShard } from "../../storage/store-shard";
import { serve } from "../rpc/serve";
import type { StoreProtocol } from "./protocol";

serve<StoreProtocol>({
  store: async ({ modelId, file, bytes }, { transfer }) => {
    const sha256 = await storeShard(modelId, file, bytes);
    transfer.push(bytes.buffer);
    return { sha256, bytes };
  },
});
