import type { NamedFile } from "../core/byte-source";
import { openSource } from "../core/conversion/open-source";
import { chooseCard } from "../core/conversion/choose-card";
import { type Conversion, prepareConversion, runConversion } from "../core/conversion/run-conversion";
import { AppError, ConversionError } from "../core/errors";
import { isImportanceFile } from "../core/importance/read-importance";
import { type ModelRecord, relativeError } from "../core/models/model-record";
import { variantName, variants } from "../core/models/variants";
import { formatBytes, formatDuration } from "../ui/format";
import { type OpenFiles, openFiles } from "./file-source";
import { type ConvertOptions, parseOptions, usage } from "./options";
import { findFinished, openOutputFolder } from "./output-folder";
import { startPackThreads } from "./pack-threads";
import { progressLine, type ProgressStream } from "./progress-line";
import { writeTarFile } from "./write-tar-file";

interface CommandContext {
  appVersion: string;
  /** Aborted when the user presses Ctrl-C. */
  signal: AbortSignal;
  /** What is said to the user when all is done. */
  print: (text: string) => void;
  progress: ProgressStream;
}

/**
 * `npm run convert`: converts a checkpoint into a folder, as the page converts it into the browser's storage. What is there when it
 * is stopped is kept, and the same command goes on from there. Throws AppError, or the signal's reason.
 */
export async function convertCommand(args: readonly string[], context: CommandContext): Promise<void> {
  const options = parseOptions(args);
  if (options === undefined) {
    context.print(usage);
    return;
  }
  const opened: OpenFiles[] = [];
  const openAt = async (path: string): Promise<OpenFiles> => {
    const chosen = await openFiles(path);
    opened.push(chosen);
    return chosen;
  };
  try {
    const checkpoint = await openAt(options.checkpoint);
    const importance =
      options.importance === undefined
        ? undefined
        : importanceFileOf(await openAt(options.importance), options.importance);
    const conversion = await prepare({ checkpoint, importance }, options, context);
    const finished = await findFinished(options.out, conversion);
    const record = finished ?? (await convert(conversion, options, context));
    context.print(summaryOf(record, options.out, finished !== undefined));
    if (options.tar) {
      const path = `${options.out.replace(/[\\/]+$/, "")}.tar`;
      await writeTarFile(path, options.out, record, context.signal);
      context.print(`The same as one file: ${path}`);
    }
  } finally {
    for (const { close } of opened) await close();
  }
}

async function prepare(
  { checkpoint, importance }: { checkpoint: OpenFiles; importance: NamedFile | undefined },
  { mode, variantId }: ConvertOptions,
  { appVersion, signal, print }: CommandContext,
): Promise<Conversion> {
  const { files, folder } = checkpoint;
  const source = await openSource(files, { cards: variants, label: folder, importance, signal });
  const card = chooseCard(source.match, variantId);
  const conversion = await prepareConversion(source, { card, mode, appVersion });
  const { label } = source.checkpoint;
  const { sourceBytes, outputBytes } = conversion.plan;
  print(`${label}: ${card.name}, ${formatBytes(sourceBytes)} to read, ${formatBytes(outputBytes)} once converted.`);
  return conversion;
}

function importanceFileOf({ files: [file], folder }: OpenFiles, path: string): NamedFile {
  if (folder === undefined && file !== undefined && isImportanceFile(file.name)) return file;
  throw new AppError(
    "usage",
    `${path}: importance files are known by their names, such as imatrix.gguf or model-imatrix.dat. Rename it.`,
  );
}

async function convert(
  conversion: Conversion,
  { out }: ConvertOptions,
  { appVersion, signal, progress }: CommandContext,
): Promise<ModelRecord> {
  const startMs = performance.now();
  const line = progressLine(progress, () => performance.now());
  const packer = startPackThreads();
  try {
    const folder = await openOutputFolder(out, conversion, { signal, onProgress: line.show });
    const running = runConversion(conversion, folder, { packer, signal, onProgress: line.show });
    const made = await running.catch(async (error: unknown) => {
      if (error instanceof ConversionError) await folder.forget();
      throw error;
    });
    const record = { ...made, convertedAt: Date.now(), durationMs: performance.now() - startMs, appVersion };
    await folder.finish(record);
    return record;
  } finally {
    line.end();
    await packer.end();
  }
}

function summaryOf(
  { variantId, sizeBytes, shards, durationMs }: ModelRecord,
  out: string,
  isFinished: boolean,
): string {
  const error = `${(relativeError(shards.flatMap(({ matrices = [] }) => matrices)) * 100).toFixed(2)} %`;
  return [
    isFinished
      ? `${out} holds this model already, and all of its files are whole.`
      : `${out}: converted and checked in ${formatDuration(durationMs)}.`,
    `${variantName(variantId)}, ${formatBytes(sizeBytes)}, error of the weights ${error}.`,
    "Choose this folder in the page, under Models, to use it there.",
  ].join("\n");
}
