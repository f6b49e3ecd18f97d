import { fetchDemoWeights } from "./fetch-demo-weights.mjs";
import { installPackages } from "./install-packages.mjs";
import { main, run } from "./run.mjs";

/** `npm start`: everything from a fresh clone to the page. */
await main(async () => {
  installPackages();
  await fetchDemoWeights();
  run("npx", ["vite", "build", "--logLevel", "warn"]);
  console.log("\nOpen the address below in a browser with WebGPU. Ctrl + C stops the server.");
  run("npx", ["vite", "preview", "--host", "localhost", "--port", process.env.PORT ?? "4173"]);
});
