import { beforeAll, describe, expect, it } from "vitest";
import { problemIn } from "../checkpoint/testing/expect-problem";
import { bundleManifest, type BundleManifest, encodeManifest } from "./manifest";
import { parseManifest } from "./parse-manifest";
import { bundleCard, tinyBundle } from "./testing/tiny-bundle";

let manifest: BundleManifest;
beforeAll(async () => {
  ({ manifest } = await tinyBundle());
});

const parse = (value: unknown) => parseManifest(encodeManifest(value as BundleManifest), [bundleCard]);

/** The manifest with the value at a path replaced, or removed where it is undefined. */
function changed(path: string, value: unknown): unknown {
  const copy = structuredClone(manifest) as unknown as Record<string, unknown>;
  const keys = path.split(".");
  const last = keys.pop() ?? "";
  let object = copy;
  for (const key of keys) object = object[key] as Record<string, unknown>;
  if (value === undefined) Reflect.deleteProperty(object, last);
  else object[last] = value;
  return copy;
}

/** Paths of all values in an object. */
function pathsIn(value: unknown, path = ""): string[] {
  if (typeof value !== "object" || value === null) return [path];
  const inner = Object.entries(value).flatMap(([key, item]) => pathsIn(item, path === "" ? key : `${path}.${key}`));
  return path === "" ? inner : [path, ...inner];
}

describe("parseManifest", () => {
  it("gives back what was written, with the model's card", () => {
    expect(parse(manifest)).toMatchObject({ manifest, card: bundleCard });
  });

  it("reads back a model whose source has names that do not show", () => {
    const { model, files } = structuredClone(manifest);
    model.label = "";
    model.quantization.importanceFile = "notes\u200e.imatrix";
    model.source.files = [
      { name: "e\ud83d\udc69\u200d\ud83d\udd2c\uf8ff\ud800.gguf", sizeBytes: 1 },
      { name: "\u{1f469}".repeat(200), sizeBytes: 2 },
    ];
    const { model: read } = parse(bundleManifest(model, files.slice(0, -model.shards.length))).manifest;
    expect(read.label).toBe(bundleCard.id);
    expect(read.quantization.importanceFile).toBe("notes?.imatrix");
    expect(read.source.files.map(({ name }) => name)).toEqual([
      "e\u{1f469}?\u{1f52c}??.gguf",
      `${"\u{1f469}".repeat(127)}?`,
    ]);
  });

  it("leaves out what it does not know", () => {
    expect(parse(changed("model.source.html", "<script>")).manifest).toEqual(manifest);
  });

  it("takes models without what earlier versions did not record", () => {
    const older = structuredClone(manifest);
    delete older.model.knownAnswer;
    delete older.model.quantization.importanceFile;
    for (const shard of older.model.shards) delete shard.matrices;
    expect(parse(older).manifest).toEqual(older);
  });

  it("refuses any value of another kind in one error that names its place", async () => {
    const paths = pathsIn(manifest);
    expect(paths.length).toBeGreaterThan(40);
    for (const path of paths) {
      for (const value of [null, true]) {
        const { message } = await problemIn(() => parse(changed(path, value)));
        expect(message, path).toMatch(/^asclepius-model\.json, [^:]+: .+\. .+\.$/);
      }
    }
  });

  it("refuses a manifest that lacks any field, but for those that earlier versions lack", async () => {
    const optional = /^model\.(knownAnswer|quantization\.importanceFile|shards\.\d+\.matrices)$/;
    const fields = pathsIn(manifest).filter((path) => !/\.\d+$/.test(path) && !optional.test(path));
    for (const path of fields) await problemIn(() => parse(changed(path, undefined)));
  });

  it.each([
    ["format", "other-model", "bad-header"],
    ["version", 2, "unsupported-format"],
    ["version", 0, "unsupported-format"],
    ["files.0.name", "tensor-cache.json", "bad-header"],
    ["files.0.name", "../mlc-chat-config.json", "bad-header"],
    ["files.0.sizeBytes", 1.5, "bad-header"],
    ["files.0.sizeBytes", -1, "bad-header"],
    ["files.0.sizeBytes", 2 ** 53, "bad-header"],
    ["files.0.sha256", "00", "bad-header"],
    ["files.3.sha256", "0".repeat(64), "bad-header"],
    ["files.3.sizeBytes", 1, "bad-header"],
    ["files.4", { name: "more.bin", sizeBytes: 1, sha256: "0".repeat(64) }, "bad-header"],
    ["files", [], "bad-header"],
    ["model.id", "small-0123456789ab-plain", "bad-header"],
    ["model.id", "../../x", "bad-header"],
    ["model.label", "", "bad-header"],
    ["model.label", "two\nlines", "bad-header"],
    ["model.label", "x".repeat(256), "bad-header"],
    ["model.variantId", "asclepius-70b", "no-library"],
    ["model.variantId", "__proto__", "no-library"],
    ["model.format", "q4f16_1", "bad-header"],
    ["model.quantization.mode", "constructor", "bad-header"],
    ["model.shards.0.file", "params_shard_1.bin", "bad-header"],
    ["model.shards.0.file", "/params_shard_0.bin", "bad-header"],
    ["model.shards.0.sizeBytes", 2 ** 40, "bad-header"],
    ["model.shards", [], "bad-header"],
    ["model.sizeBytes", 0, "bad-header"],
    ["model.source.container", "tar", "bad-header"],
    ["model.source.fingerprint", "F".repeat(64), "bad-header"],
    ["model.knownAnswer.tokens.0", 1.5, "bad-header"],
    ["model.knownAnswer.logitsCosine", 1.5, "bad-header"],
    ["model.convertedAt", 1e16, "bad-header"],
    ["model.durationMs", -1, "bad-header"],
    ["model.appVersion", "0.1.0 <b>", "bad-header"],
  ])("refuses %s: %j", async (path, value, code) => {
    expect(await problemIn(() => parse(changed(path, value)))).toMatchObject({ code });
  });

  it("refuses what is no JSON object, and a key that stands twice", async () => {
    for (const text of ["", "[]", '"text"', "{", '{"format": 1, "format": 2}', "\u{fffe}"]) {
      await problemIn(() => parseManifest(new TextEncoder().encode(text), [bundleCard]));
    }
  });
});
