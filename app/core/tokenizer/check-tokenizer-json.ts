import { CheckpointError } from "../errors";
import { isJsonObject, type JsonObject, parseJson } from "../checkpoint/strict-json";

export interface AddedToken {
  id: number;
  content: string;
  /** Control tokens: they have a meaning, not a text. */
  special: boolean;
}

/** The parts of a Hugging Face `tokenizer.json` that are read here, checked. */
export interface TokenizerParts {
  root: JsonObject;
  model: JsonObject;
  /** Token to id; ids are distinct. */
  vocab: ReadonlyMap<string, number>;
  /** In order of precedence; each pair is in one of the two spellings: "a b" or ["a", "b"]. */
  merges: readonly (readonly [string, string])[];
  addedTokens: readonly AddedToken[];
}

/** Ids: Llama 3 has 128,256; four million is what {@link checkShape} allows too. */
const MAX_ID = 1 << 22;

/** Parses and checks a BPE `tokenizer.json`. Throws CheckpointError "bad-tokenizer". */
export function parseTokenizerJson(json: string, file: string): TokenizerParts {
  const root = parseJson(json, { file, place: "the tokenizer", code: "bad-tokenizer" });
  const model = root.model;
  if (!isJsonObject(model) || (model.type ?? "BPE") !== "BPE") {
    throw badTokenizer(file, "model", "it is not a byte-pair encoding, the only kind a Llama has");
  }
  return {
    root,
    model,
    vocab: readVocab(model.vocab, file),
    merges: readMerges(model.merges, file),
    addedTokens: readAddedTokens(root.added_tokens, file),
  };
}

/** Checks a `tokenizer.json` against the model's number of embeddings. Throws CheckpointError "bad-tokenizer". */
export function checkTokenizerJson(json: string, file: string, vocabSize: number): void {
  const { vocab } = parseTokenizerJson(json, file);
  for (const id of vocab.values()) {
    if (id >= vocabSize) {
      throw badTokenizer(file, "model.vocab", `a token has the id ${id}, but the model has ${vocabSize} embeddings`);
    }
  }
}

export function badTokenizer(file: string, place: string, problem: string, cause?: unknown): CheckpointError {
  const advice = "Choose the tokenizer that belongs to the model.";
  return new CheckpointError("bad-tokenizer", { file, place, problem, advice }, { cause });
}

function readVocab(value: unknown, file: string): Map<string, number> {
  if (!isJsonObject(value)) throw badTokenizer(file, "model.vocab", "it is not a table of tokens");
  const vocab = new Map<string, number>();
  const ids = new Set<number>();
  for (const [token, id] of Object.entries(value)) {
    if (!isId(id) || ids.has(id)) throw badTokenizer(file, "model.vocab", "the ids are not distinct small integers");
    ids.add(id);
    vocab.set(token, id);
  }
  if (vocab.size === 0) throw badTokenizer(file, "model.vocab", "it is empty");
  return vocab;
}

function readMerges(value: unknown, file: string): [string, string][] {
  if (!Array.isArray(value)) throw badTokenizer(file, "model.merges", "it is not a list");
  return value.map((merge: unknown, i) => {
    const pair: readonly unknown[] =
      typeof merge === "string" ? merge.split(" ", 3) : Array.isArray(merge) ? merge : [];
    const [left, right] = pair;
    if (pair.length === 2 && typeof left === "string" && typeof right === "string") return [left, right];
    throw badTokenizer(file, `merge ${i}`, "it does not name two tokens");
  });
}

function readAddedTokens(value: unknown, file: string): AddedToken[] {
  if (value === undefined || value === null) return [];
  if (!Array.isArray(value)) throw badTokenizer(file, "added_tokens", "it is not a list");
  return value.map((token: unknown) => {
    const { id, content, special } = isJsonObject(token) ? token : {};
    if (isId(id) && typeof content === "string" && content !== "") return { id, content, special: special === true };
    throw badTokenizer(file, "added_tokens", "an entry has no id or no text");
  });
}

function isId(value: unknown): value is number {
  return Number.isInteger(value) && Number(value) >= 0 && Number(value) < MAX_ID;
}
