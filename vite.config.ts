import { randomBytes } from "node:crypto";
import optimizeLocales from "@react-aria/optimize-locales-plugin";
import react from "@vitejs/plugin-react";
import { playwright } from "@vitest/browser-playwright";
import { defineConfig } from "vitest/config";
import type { Plugin } from "vite";
import packageJson from "./package.json" with { type: "json" };
import { securityHeaders } from "./app/shell/security-headers.ts";

/**
 * Debian's Chromium with a software WebGPU adapter, see e2e/chromium.ts for the same flags in Playwright's own runs; and with `gc()`,
 * for tests of what must not be collected.
 */
const chromiumFlags = [
  "--no-sandbox",
  "--enable-unsafe-webgpu",
  "--use-webgpu-adapter=swiftshader",
  "--js-flags=--expose-gc",
];

/**
 * llama.cpp's Emscripten script takes its settings from a global. Imported with `?function`, it is a function of them, and of
 * Node's globals, which it looks for and must not find.
 */
function emscriptenScriptAsFunction(): Plugin {
  return {
    name: "emscripten-script-as-function",
    enforce: "pre",
    transform: {
      filter: { id: /\/wllama\.js\?function$/ },
      handler: (code) => ({ code: `export default function start(Module, require, module) {\n${code}\n}`, map: null }),
    },
  };
}

export default defineConfig(({ command }) => {
  // Vite's development client injects inline scripts and styles; a nonce lets exactly those through. Builds have none.
  const nonce = command === "serve" ? randomBytes(16).toString("base64") : undefined;
  return {
    // The page speaks English only.
    plugins: [optimizeLocales.vite({ locales: ["en-US"] }), react(), emscriptenScriptAsFunction()],
    // Unknown paths answer 404 instead of the page: a missing file must not look like a present one.
    appType: "mpa",
    ...(nonce === undefined ? {} : { html: { cspNonce: nonce } }),
    server: {
      headers: securityHeaders(nonce === undefined ? {} : { nonce }),
      // No sources are there, and a browser's profile there changes all the time: following it took a third of a core.
      watch: { ignored: ["**/.cache/**", "**/model-config/.{venv,build}/**"] },
    },
    preview: { headers: securityHeaders() },
    // Workers import these, and Vite's scan does not follow workers: found late, they would reload the page under its user.
    optimizeDeps: {
      include: [
        "@huggingface/tokenizers",
        "@mlc-ai/web-llm",
        "dexie",
        "htmlparser2",
        "react",
        "react-aria-components",
        "react-dom/client",
        "unpdf/pdfjs",
        "zustand",
      ],
      exclude: ["@wllama/wllama"],
    },
    define: { __APP_VERSION__: JSON.stringify(packageJson.version) },
    worker: { format: "es", plugins: () => [emscriptenScriptAsFunction()] },
    build: { target: "es2023", modulePreload: { polyfill: false }, assetsInlineLimit: 0, chunkSizeWarningLimit: 7000 },
    test: {
      projects: [
        { extends: true, test: { name: "unit", include: ["app/**/*.test.ts"], exclude: ["app/**/*.browser.test.ts"] } },
        {
          extends: true,
          test: {
            name: "browser",
            include: ["app/**/*.browser.test.ts"],
            browser: {
              enabled: true,
              headless: true,
              screenshotFailures: false,
              provider: playwright({
                launchOptions: { executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium", args: chromiumFlags },
              }),
              instances: [{ browser: "chromium" }],
            },
          },
        },
      ],
    },
  };
});
