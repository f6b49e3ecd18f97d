import { createRequire } from "node:module";
import { expect, test } from "@playwright/test";
import tvm from "@mlc-ai/web-runtime";
import { committedLibraries, readLibrary } from "./committed-libraries";
import { createPipelines } from "./pipelines/create-pipelines";
import { openDawn } from "./pipelines/open-dawn";

// For the browser's part: the page's own policy admits no script of a test's.
test.use({ bypassCSP: true });

for (const library of committedLibraries()) {
  test(`${library.file}: every kernel becomes a pipeline in Dawn @gpu`, async () => {
    const bytes = readLibrary(library);
    // It has every feature, half precision too.
    const gpu = openDawn(["backend=null"]);
    const { kernels, errors } = await createPipelines({ tvm, gpu, library, bytes });
    expect(errors).toEqual([]);
    expect(kernels.toSorted()).toEqual(kernelsIn(bytes));
  });
}

// SwiftShader has no half precision.
for (const library of committedLibraries().filter((each) => !each.requiredFeatures.includes("shader-f16"))) {
  test(`${library.file}: every kernel becomes a pipeline in Chromium @gpu`, async ({ page }) => {
    const bytes = readLibrary(library);
    await page.goto("/model-libs/manifest.json");
    await page.addScriptTag({ path: createRequire(import.meta.url).resolve("@mlc-ai/web-runtime") });
    const inPage = {
      tvm: await page.evaluateHandle(() => (globalThis as unknown as { tvmjs: typeof tvm }).tvmjs),
      gpu: await page.evaluateHandle(() => navigator.gpu),
    };
    const { kernels, errors } = await page.evaluate(createPipelines, { ...inPage, library, bytes });
    expect(errors).toEqual([]);
    expect(kernels.toSorted()).toEqual(kernelsIn(bytes));
  });
}

/** The names of the WGSL entry points in a library's file, sorted. */
function kernelsIn(bytes: Uint8Array): string[] {
  const text = new TextDecoder("latin1").decode(bytes);
  return [...text.matchAll(/@compute @workgroup_size\([^)]*\)\s+fn (\w+)\(/g)].map(([, name = ""]) => name).toSorted();
}
