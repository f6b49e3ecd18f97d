import { existsSync } from "node:fs";
import { basename, join } from "node:path";
import type { Library } from "../../../app/core/models/library";
import type { VariantCard } from "../../../app/core/models/variant-card";
import { findVariant } from "../../../app/core/models/variants";
import { committedLibraries, committedLibrary } from "../../committed-libraries";
import { committedLibs } from "../../paths";
import { ourLibrary, stockLibrary, stockLibraryPath } from "../library/libraries";
import type { FoundAdapter } from "./provide-gpu";

/** A library to be measured. */
export interface Subject {
  /** The file's name without its ending, as in `asclepius-7b-f16`. */
  name: string;
  library: Library;
  card: VariantCard;
  path: string;
}

/** What is measured where nobody chose, beside the demo model: the models that pages are for, in half precision. */
const largeVariants = ["asclepius-7b", "asclepius-llama3-8b"];

/**
 * The libraries of these names; of none, those that the adapter runs best. Where a library's stock counterpart was compiled, it
 * comes with ours, but not onto a software adapter: there it takes minutes a prefill, and `library` compares the two.
 */
export function chooseSubjects(names: readonly string[], { features, software }: FoundAdapter): Subject[] {
  const large = committedLibraries().filter(
    ({ variant, requiredFeatures }) =>
      largeVariants.includes(variant) &&
      requiredFeatures.includes("shader-f16") &&
      requiredFeatures.every((feature) => features.includes(feature)),
  );
  const chosen = names.length === 0 ? [ourLibrary(), ...large] : names.map(committedLibrary);
  return chosen.flatMap((library) => {
    const ours = subject(library, join(committedLibs, library.file));
    const stock = stockLibraryPath(library);
    return !software && existsSync(stock) ? [ours, subject(stockLibrary(library), stock)] : [ours];
  });
}

function subject(library: Library, path: string): Subject {
  const card = findVariant(library.variant);
  if (card === undefined) throw new Error(`There is no card ${library.variant}.`);
  return { name: basename(path, ".wasm"), library, card, path };
}
