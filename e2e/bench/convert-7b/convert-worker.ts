import { openSource } from "../../../app/core/conversion/open-source";
import { deleteModel } from "../../../app/storage/model-repository";
import { convertModel } from "../../../app/workers/convert/convert-model";
import { streamedSource } from "../../../app/workers/convert/streamed-source";
import { serve } from "../../../app/workers/rpc/serve";
import type { LargeConversionProtocol } from "./protocol";

serve<LargeConversionProtocol>({
  convert: async ({ files, cards, mode }, { signal }) => {
    const named = files.map((file) => ({ name: file.name, bytes: streamedSource(file) }));
    const source = await openSource(named, { cards, signal });
    const startMs = performance.now();
    let checkMs = startMs;
    let sourceBytes = 0;
    const record = await convertModel(
      source,
      { card: source.match.recognised, mode },
      {
        signal,
        emit: ({ phase, bytesTotal }) => {
          if (phase === "converting") sourceBytes = bytesTotal;
          if (phase === "checking" && checkMs === startMs) checkMs = performance.now();
        },
      },
    );
    const endMs = performance.now();
    await deleteModel(record.id);
    return {
      sourceBytes,
      outputBytes: record.sizeBytes,
      convertSeconds: (checkMs - startMs) / 1000,
      checkSeconds: (endMs - checkMs) / 1000,
      knownAnswer: record.knownAnswer,
    };
  },
});
