import { fileURLToPath } from "node:url";
import js from "@eslint/js";
import prettier from "eslint-config-prettier";
import { createNodeResolver, importX } from "eslint-plugin-import-x";
import reactHooks from "eslint-plugin-react-hooks";
import tseslint from "typescript-eslint";

/** Layers from the top down: each may import those after it, never those before it. */
const zones = [
  { target: "app/core", from: "app", except: ["./core"], message: "core imports nothing but core." },
  { target: "app/ui", from: "app", except: ["./ui", "./core"], message: "ui imports only ui and core." },
  { target: "app/storage", from: "app", except: ["./storage", "./core"], message: "storage imports only core." },
  { target: "app/engine", from: "app", except: ["./engine", "./core"], message: "engine imports only core." },
  {
    target: "app/workers",
    from: "app",
    except: ["./workers", "./engine", "./storage", "./core"],
    message: "Workers import engine, storage and core only.",
  },
  {
    target: "app/cli",
    from: "app",
    except: ["./cli", "./core", "./ui/format.ts"],
    message: "The command imports core only, and how numbers are shown.",
  },
  { target: ["app/shell", "app/features"], from: "app/cli", message: "The page knows nothing of the command." },
  { target: "app/features", from: "app/shell", message: "Features do not know the shell." },
  { target: "app/features/models", from: "app/features", except: ["./models"], message: "No feature imports another." },
  { target: "app/features/ask", from: "app/features", except: ["./ask"], message: "No feature imports another." },
  { target: "app/features/notes", from: "app/features", except: ["./notes"], message: "No feature imports another." },
  { target: "app/features/device", from: "app/features", except: ["./device"], message: "No feature imports another." },
];

/** Imports of the inference engines, whichever file of their packages. */
const enginePackages = { group: ["@mlc-ai/*", "@wllama/**"], message: "Only app/engine knows the inference engines." };

export default tseslint.config(
  { ignores: ["dist", ".cache", "model-config/.venv", "model-config/.build", "public", "test-results"] },
  js.configs.recommended,
  {
    files: ["**/*.ts", "**/*.tsx"],
    extends: [tseslint.configs.strictTypeChecked, tseslint.configs.stylisticTypeChecked],
    languageOptions: {
      parserOptions: {
        project: ["./tsconfig.json", "./app/core/tsconfig.json", "./e2e/tsconfig.json"],
        tsconfigRootDir: fileURLToPath(new URL("..", import.meta.url)),
      },
    },
    plugins: { "import-x": importX },
    settings: { "import-x/resolver-next": [createNodeResolver({ extensions: [".ts", ".tsx", ".js", ".json"] })] },
    rules: {
      "@typescript-eslint/no-explicit-any": "error",
      "@typescript-eslint/no-non-null-assertion": "error",
      "@typescript-eslint/consistent-type-imports": "error",
      "@typescript-eslint/restrict-template-expressions": ["error", { allowNumber: true }],
      "@typescript-eslint/no-confusing-void-expression": ["error", { ignoreArrowShorthand: true }],
      "import-x/no-cycle": "error",
      "import-x/no-restricted-paths": ["error", { zones }],
      "max-lines": ["error", { max: 400, skipBlankLines: true, skipComments: true }],
    },
  },
  { files: ["app/**/*.tsx", "app/**/use-*.ts"], ...reactHooks.configs.flat.recommended },
  {
    files: ["app/**/*.ts", "app/**/*.tsx"],
    ignores: ["app/engine/**", "app/storage/**"],
    rules: {
      "no-restricted-imports": ["error", { paths: ["dexie"], patterns: [enginePackages] }],
    },
  },
  { files: ["app/engine/**"], rules: { "no-restricted-imports": ["error", { paths: ["dexie"] }] } },
  {
    files: ["app/storage/**"],
    // This test holds our layout of web-llm's store against the installed web-llm.
    ignores: ["app/storage/webllm-store.browser.test.ts"],
    rules: { "no-restricted-imports": ["error", { patterns: [enginePackages] }] },
  },
  {
    files: ["app/workers/*/client.ts"],
    rules: {
      "no-restricted-imports": [
        "error",
        {
          paths: ["dexie"],
          patterns: [enginePackages, { group: ["**/engine/*", "**/storage/*"], allowTypeImports: true }],
        },
      ],
    },
  },
  {
    files: ["**/*.mjs", "**/*.js"],
    languageOptions: {
      globals: {
        process: "readonly",
        console: "readonly",
        performance: "readonly",
        URL: "readonly",
        Buffer: "readonly",
        AbortController: "readonly",
      },
    },
  },
  prettier,
);
