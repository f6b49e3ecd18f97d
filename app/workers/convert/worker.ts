import { findBundle } from "../../core/bundle/find-bundle";
import { type Bundle, openBundle } from "../../core/bundle/open-bundle";
import type { NamedFile } from "../../core/byte-source";
import { chooseCard } from "../../core/conversion/choose-card";
import { type OpenedSource, openSource } from "../../core/conversion/open-source";
import { variants } from "../../core/models/variants";
import { planConversion } from "../../core/plan/plan-conversion";
import { serve } from "../rpc/serve";
import { convertModel } from "./convert-model";
import { heldSource } from "./held-source";
import { importBundle } from "./import-bundle";
import type { BundleSummary, CheckpointSummary, ChosenCheckpoint, ConvertProtocol } from "./protocol";
import { streamedSource } from "./streamed-source";

serve<ConvertProtocol>({
  inspectBundle: async (chosen, { signal }) => {
    const bundle = await openChosenBundle(chosen, signal);
    return bundle === undefined ? undefined : summarizeBundle(bundle);
  },
  importBundle: async (chosen, context) => {
    const bundle = await openChosenBundle(chosen, context.signal);
    if (bundle === undefined) throw new TypeError("These files are no converted model.");
    return await importBundle(bundle, context);
  },
  inspect: async (chosen, { signal }) => summarize(await open(chosen, signal)),
  convert: async ({ mode, variantId, shardBytes, ...chosen }, context) => {
    try {
      const source = await open(chosen, context.signal);
      const card = chooseCard(source.match, variantId);
      return await convertModel(source, { card, mode, shardBytes }, context);
    } finally {
      opened = undefined;
    }
  },
});

function namedFiles({ files, areInMemory }: ChosenCheckpoint): NamedFile[] {
  const sourceOf = areInMemory === true ? heldSource : streamedSource;
  return files.map((file) => ({ name: file.name, bytes: sourceOf(file) }));
}

/** The converted model that the files are, or undefined for a checkpoint. */
async function openChosenBundle(chosen: ChosenCheckpoint, signal: AbortSignal): Promise<Bundle | undefined> {
  const files = await findBundle(namedFiles(chosen), signal);
  return files === undefined ? undefined : await openBundle(files, variants);
}

function summarizeBundle({ record: { id, label, variantId, sizeBytes } }: Bundle): BundleSummary {
  return { modelId: id, label, variantId, sizeBytes };
}

/** The source that was opened last, as what was inspected is what is converted next: a compressed archive is slow to open. */
let opened: { key: string; source: OpenedSource } | undefined;

async function open(chosen: ChosenCheckpoint, signal: AbortSignal): Promise<OpenedSource> {
  const files = chosen.files.map(({ name, size, lastModified }) => [name, size, lastModified]);
  const key = JSON.stringify([chosen.folder, files]);
  if (opened?.key !== key) {
    opened = undefined;
    const source = await openSource(namedFiles(chosen), { cards: variants, label: chosen.folder, signal });
    opened = { key, source };
  }
  return opened.source;
}

function summarize({ checkpoint, match, fingerprint, importance }: OpenedSource): CheckpointSummary {
  const plan = planConversion(checkpoint, match.recognised);
  return {
    label: checkpoint.label,
    container: checkpoint.container,
    fingerprint,
    variantId: match.recognised.id,
    variantIds: match.candidates.map(({ id }) => id),
    ...(importance === undefined ? {} : { importanceFile: importance.file }),
    sourceBytes: plan.sourceBytes,
    outputBytes: plan.outputBytes,
    tensors: checkpoint.tensors.size,
  };
}
