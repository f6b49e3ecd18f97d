import type { NamedFile } from "../byte-source";
import { CheckpointError } from "../errors";

export type GgufFiles = readonly [NamedFile, ...NamedFile[]];

/** How llama.cpp names the parts of a split model. */
const PART_NAME = /^(?<model>.+)-\d{5}-of-(?<count>\d{5})\.gguf$/;

/** The name that a split model would have as one file, from that of a part. */
export function ggufModelName(part: string): string {
  return part.replace(PART_NAME, "$<model>.gguf");
}

/**
 * The parts of a split model, from `NAME-00001-of-00003.gguf` on: all of them, and no other file. Headers do not tell whose parts
 * they are, so names must. Throws CheckpointError "missing-file", or "unsupported-format" for anything but one model's parts.
 */
export function ggufPartsInOrder(files: GgufFiles): GgufFiles {
  const [firstName, ...otherNames] = partNames(files);
  const names = new Set([firstName, ...otherNames]);
  const chosen = new Map<string, NamedFile>();
  for (const file of files) {
    if (!names.has(file.name)) throw foreign(file, files);
    if (chosen.has(file.name)) throw notOneModel(file, "there are two files of this name");
    chosen.set(file.name, file);
  }
  const part = (name: string): NamedFile => {
    const file = chosen.get(name);
    if (file !== undefined) return file;
    throw new CheckpointError("missing-file", {
      file: name,
      problem: "this part of the model is missing",
      advice: `Choose all ${names.size} parts together.`,
    });
  };
  return [part(firstName), ...otherNames.map(part)];
}

/** Names of all parts of the model that a part among the files belongs to. */
function partNames(files: GgufFiles): [string, ...string[]] {
  const part = files.map((file) => PART_NAME.exec(file.name)?.groups).find((groups) => groups !== undefined);
  const { model, count } = part ?? {};
  if (model === undefined || count === undefined) throw foreign(files[0], files);
  const nameOf = (number: number): string => `${model}-${String(number).padStart(5, "0")}-of-${count}.gguf`;
  return [nameOf(1), ...Array.from({ length: Number(count) - 1 }, (_, i) => nameOf(i + 2))];
}

function foreign(file: NamedFile, { length }: GgufFiles): CheckpointError {
  const alone = "it is a part of a split model, but its name does not say so";
  const together = "several GGUF files were chosen, and this is not one of the parts of the same model";
  return notOneModel(file, length === 1 ? alone : together);
}

function notOneModel({ name: file }: NamedFile, problem: string): CheckpointError {
  const advice = "Choose one GGUF file, or all parts of a split one, named like NAME-00001-of-00003.gguf.";
  return new CheckpointError("unsupported-format", { file, problem, advice });
}
