import { parseArgs } from "node:util";
import { AppError } from "../core/errors";
import type { QuantizationMode } from "../core/quantize/quantization-mode";

export interface ConvertOptions {
  /** A folder with a checkpoint, or the file that is one. */
  checkpoint: string;
  /** The folder that the converted model goes to. */
  out: string;
  mode: QuantizationMode;
  /** The card to convert for, in place of the one recognised. */
  variantId?: string | undefined;
  /** A file that says how much each column of the weights matters. */
  importance?: string | undefined;
  /** Whether to write the converted model as one file, too. */
  tar: boolean;
}

export const usage = `npm run convert -- <checkpoint> <out> [options]

Converts an Asclepius checkpoint to 4 bits, in the form that the page imports.

  <checkpoint>       a Hugging Face folder, a GGUF file, or a .zip or .tar with either
  <out>              the folder that the converted model goes to: a new one, an empty one, or one to go on with

  --mode MODE        "best" (default) searches for the scales that lose least; "plain" is the rule of ggml's Q4_0, and faster
  --variant ID       the model to convert for, where it is not the one recognised: asclepius-7b, asclepius-llama2-7b, …
  --importance FILE  llama.cpp's importance matrix (imatrix), which "best" takes into account
  --tar              also write <out>.tar: the converted model as one file
`;

/** Reads the command line; undefined where it asks for help. Throws AppError "usage". */
export function parseOptions(args: readonly string[]): ConvertOptions | undefined {
  const { values, positionals } = parsed(args);
  if (values.help) return undefined;
  const [checkpoint, out, ...rest] = positionals;
  if (checkpoint === undefined || out === undefined || rest.length > 0) {
    throw misused(`A checkpoint and a folder to convert it into are needed, and ${positionals.length} were given.`);
  }
  const { mode, importance } = values;
  if (mode !== "plain" && mode !== "best") throw misused(`There is no mode "${mode}", only "plain" and "best".`);
  if (mode === "plain" && importance !== undefined) throw misused('Only mode "best" takes importance into account.');
  return { checkpoint, out, mode, importance, variantId: values.variant, tar: values.tar };
}

function parsed(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        mode: { type: "string", default: "best" },
        variant: { type: "string" },
        importance: { type: "string" },
        tar: { type: "boolean", default: false },
        help: { type: "boolean", short: "h", default: false },
      },
    });
  } catch (error) {
    throw misused(error instanceof Error ? `${error.message}.` : "The command line cannot be read.");
  }
}

function misused(problem: string): AppError {
  return new AppError("usage", `${problem}\n\n${usage}`);
}
