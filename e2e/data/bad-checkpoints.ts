import { withEntry, withGgmlType, withNaN, withTensorCount, withText } from "./damage";
import { changed, tinyFolder, tinyGguf, upload, without, type Upload } from "./tiny-files";

/** Something a user may bring that is no good. */
export interface BadCheckpoint {
  what: string;
  files: () => Upload[];
  /** What the alert must say: the file, the place in it, what is wrong, what to do. */
  says: (string | RegExp)[];
  /** Weights are read by the conversion alone, so what is wrong with them shows only then. */
  showsWhenConverting?: true;
}

const weights = "model.safetensors";
const matrix = "model.layers.1.mlp.down_proj.weight";
const wholeFolder = "whole folder";
const downloadAgain = "Download the file again";

export const badCheckpoints: BadCheckpoint[] = [
  {
    what: "a text file",
    files: () => [upload("discharge.txt", "A note, not a model.")],
    says: ["discharge.txt: this is neither a GGUF file nor part of a Hugging Face folder", "Choose a .gguf file"],
  },
  {
    what: "an empty file",
    files: () => [upload("empty.gguf", "")],
    says: ["empty.gguf: this is neither a GGUF file nor part of a Hugging Face folder", "Choose a .gguf file"],
  },
  {
    what: "a GGUF file cut in half",
    files: () => changed(tinyGguf(), "tiny.gguf", (bytes) => bytes.subarray(0, bytes.byteLength / 2)),
    says: [/tiny\.gguf, [\w.]+\.weight: its data should end at byte \d+, but the file has 332576/, downloadAgain],
  },
  {
    what: "a GGUF file cut in its header",
    files: () => changed(tinyGguf(), "tiny.gguf", (bytes) => bytes.subarray(0, 3000)),
    says: ["tiny.gguf, tokenizer.ggml.tokens: 320 entries should follow, but only 2319 bytes", downloadAgain],
  },
  {
    what: "a GGUF file that claims 2^40 tensors",
    files: () => changed(tinyGguf(), "tiny.gguf", (bytes) => withTensorCount(bytes, () => 2n ** 40n)),
    says: ["tiny.gguf, the number of tensors: 1099511627776 entries should follow", downloadAgain],
  },
  {
    what: "a GGUF file that claims one tensor too many",
    files: () => changed(tinyGguf(), "tiny.gguf", (bytes) => withTensorCount(bytes, (real) => real + 1n)),
    says: [/tiny\.gguf, tensor entry 21: /, downloadAgain],
  },
  {
    what: "a GGUF file with weights of a type that cannot be read",
    files: () => changed(tinyGguf(), "tiny.gguf", (bytes) => withGgmlType(bytes, "blk.1.ffn_down.weight", 23)),
    says: ["tiny.gguf, blk.1.ffn_down.weight: it is stored as IQ4_XS", "Choose a GGUF file in F32, F16"],
  },
  {
    what: "two GGUF files at once",
    files: () => [...tinyGguf(), upload("other.gguf", tinyGguf()[0].buffer)],
    says: ["tiny.gguf: several GGUF files were chosen", "Choose one GGUF file"],
  },
  {
    what: "a split GGUF file without one of its parts",
    files: () => without(tinyFolder("gguf-split"), "tiny-00002-of-00003.gguf"),
    says: ["tiny-00002-of-00003.gguf: this part of the model is missing", "Choose all 3 parts together"],
  },
  {
    what: "a safetensors header whose offsets overlap",
    files: () =>
      changed(tinyFolder(), weights, (bytes) =>
        withEntry(bytes, matrix, ({ data_offsets: [begin, end], ...entry }) => ({
          ...entry,
          data_offsets: [begin - 2, end - 2],
        })),
      ),
    says: [`${weights}, `, matrix, "its data overlaps another tensor's", downloadAgain],
  },
  {
    what: "a safetensors header whose offsets do not fit the shape",
    files: () =>
      changed(tinyFolder(), weights, (bytes) =>
        withEntry(bytes, matrix, (entry) => ({ ...entry, shape: entry.shape.map((size) => 2 * size) })),
      ),
    says: [`${weights}, ${matrix}: its data takes 49152 bytes, where its shape and dtype need 196608`, downloadAgain],
  },
  {
    what: "a safetensors file shorter than its header says",
    files: () => changed(tinyFolder(), weights, (bytes) => bytes.subarray(0, -1000)),
    says: [/model\.safetensors, [\w.]+: its data should end at byte 658808, but the file has 657808/, downloadAgain],
  },
  {
    what: "a safetensors file of eight-bit integers",
    files: () =>
      changed(tinyFolder(), weights, (bytes) => withEntry(bytes, matrix, (entry) => ({ ...entry, dtype: "I8" }))),
    says: [`${weights}, ${matrix}: it is stored as I8, which cannot be read`, "float32, float16 or bfloat16"],
  },
  {
    what: "a folder with one shard missing",
    files: () => without(tinyFolder("hf-sharded"), "model-00002-of-00002.safetensors"),
    says: ["model-00002-of-00002.safetensors: the index names it, but the file is missing", wholeFolder],
  },
  {
    what: "a folder without tokenizer.json",
    files: () => without(tinyFolder(), "tokenizer.json"),
    says: ["tokenizer.json: the file is missing", wholeFolder],
  },
  {
    what: "a folder without config.json",
    files: () => without(tinyFolder(), "config.json"),
    says: ["config.json: the file is missing", wholeFolder],
  },
  {
    what: "a folder whose config.json is no JSON",
    files: () => changed(tinyFolder(), "config.json", (bytes) => bytes.subarray(0, 100)),
    says: ["config.json, the model's configuration: it is not valid JSON", downloadAgain],
  },
  {
    what: "a model of a shape that no library fits",
    files: () =>
      changed(tinyFolder(), "config.json", (bytes) =>
        JSON.stringify({ ...(JSON.parse(bytes.toString()) as object), num_hidden_layers: 3 }),
      ),
    says: [
      "config.json: no compiled library fits this model",
      "hidden size 128",
      "3 layers",
      "Supported are: Asclepius",
    ],
  },
  {
    what: "PyTorch weights alone",
    files: () => [upload("pytorch_model.bin", "PK\u0003\u0004 and so on")],
    says: ["pytorch_model.bin: this is an archive, perhaps of PyTorch weights", wholeFolder],
  },
  {
    what: "a folder with PyTorch weights that are cut in half",
    files: () =>
      changed(tinyFolder("hf-pytorch"), "pytorch_model.bin", (bytes) => bytes.subarray(0, bytes.byteLength / 2)),
    says: ["pytorch_model.bin, the end of the archive: the list of what the archive holds", downloadAgain],
  },
  {
    what: "a folder with a pickle that runs a command",
    files: () =>
      changed(tinyFolder("hf-pytorch"), "pytorch_model.bin", (bytes) =>
        withText(bytes, "collections\nOrderedDict\n", "subprocess\ncheck_output\n"),
      ),
    says: [
      "pytorch_model.bin, data.pkl, byte 2: the pickle holds subprocess.check_output",
      "nothing of it was run",
      "Do not load this file in Python",
    ],
  },
  {
    what: "a folder with PyTorch weights under another name",
    files: () => [...without(tinyFolder(), weights), upload("consolidated.00.pth", "PK\u0003\u0004 and so on")],
    says: ["consolidated.00.pth: PyTorch weights are read from files named pytorch_model.bin", "AutoModelForCausalLM"],
  },
  {
    what: "a weight that is not a number",
    files: () => changed(tinyFolder(), weights, (bytes) => withNaN(bytes, matrix, 5)),
    says: [`${weights}, ${matrix}, row 5: a weight is not a finite number`, "The file is damaged: download it again"],
    showsWhenConverting: true,
  },
];
