import type { NamedFile } from "../byte-source";
import { findFile } from "../checkpoint/find-file";
import { isJsonObject, type JsonObject, readStrictJson } from "../checkpoint/strict-json";
import { type AddedToken, badTokenizer } from "./check-tokenizer-json";

/** tokenizer_config.json, the largest: 200 KB with a thousand added tokens; twenty times that. */
const MAX_BYTES = 1 << 22;

interface HfAddedTokens {
  tokens: AddedToken[];
  /** The files they were read from. */
  files: NamedFile[];
}

interface Entry {
  file: string;
  id: unknown;
  content: unknown;
  special: boolean;
}

/**
 * The tokens that a Hugging Face folder adds to those of its tokenizer.model, which have the ids from 0: padding mostly. Ids
 * come from `added_tokens_decoder` of tokenizer_config.json, or from added_tokens.json, which older transformers wrote. Those
 * that the model has no embedding for are left out. Throws CheckpointError "bad-tokenizer".
 */
export async function hfAddedTokens(
  files: readonly NamedFile[],
  pieces: ReadonlyMap<string, number>,
  vocabSize: number,
): Promise<HfAddedTokens> {
  if (pieces.size >= vocabSize) return { tokens: [], files: [] };
  const used: NamedFile[] = [];
  const read = async (name: string): Promise<JsonObject> => {
    const file = findFile(files, name);
    if (file === undefined) return {};
    used.push(file);
    return readStrictJson(file.bytes, MAX_BYTES, { file: name, place: "the added tokens", code: "bad-tokenizer" });
  };
  const config = await read("tokenizer_config.json");
  const added = await read("added_tokens.json");
  const special = specialTokens(config, await read("special_tokens_map.json"));

  const tokens = new Map<number, AddedToken>();
  const texts = new Set(pieces.keys());
  for (const { file, id, content, special: isSpecial } of [
    ...decoderEntries(config),
    ...addedEntries(added, special),
  ]) {
    if (typeof id !== "number" || !Number.isInteger(id) || typeof content !== "string" || content === "") {
      throw badTokenizer(file, "the added tokens", "an entry has no id or no text");
    }
    if (id < pieces.size || id >= vocabSize || tokens.has(id)) continue;
    if (texts.has(content)) throw badTokenizer(file, `token ${id}`, "another token has the same text");
    texts.add(content);
    tokens.set(id, { id, content, special: isSpecial });
  }
  return { tokens: [...tokens.values()], files: used };
}

function decoderEntries(config: JsonObject): Entry[] {
  const decoder = config.added_tokens_decoder;
  return Object.entries(isJsonObject(decoder) ? decoder : {}).map(([id, token]) => {
    const { content, special } = isJsonObject(token) ? token : {};
    return { file: "tokenizer_config.json", id: Number(id), content, special: special === true };
  });
}

function addedEntries(added: JsonObject, special: ReadonlySet<unknown>): Entry[] {
  return Object.entries(added).map(([content, id]) => {
    return { file: "added_tokens.json", id, content, special: special.has(content) };
  });
}

/** The texts of `pad_token`, `additional_special_tokens` and their like: a text, an object that has it, or a list of those. */
function specialTokens(...objects: readonly JsonObject[]): Set<unknown> {
  const named = objects.flatMap((object) => Object.entries(object)).filter(([key]) => /_tokens?$/.test(key));
  return new Set(named.flatMap(([, value]) => value).map((token) => (isJsonObject(token) ? token.content : token)));
}
