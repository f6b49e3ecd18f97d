import { createServer } from "node:net";
import { fetchDemoWeights } from "./fetch-demo-weights.mjs";
import { installPackages } from "./install-packages.mjs";
import { main, runScript } from "./run.mjs";

const vite = "node_modules/vite/bin/vite.js";

/** `npm start`: everything from a fresh clone to the page. */
await main(async () => {
  const port = process.env.PORT ?? "4173";
  if (await isTaken(port)) {
    throw new Error(
      `Port ${port} is in use. If this page runs there already, open http://localhost:${port}. Else set PORT to another ` +
        "number; the browser keeps the models of each port apart.",
    );
  }
  installPackages();
  await fetchDemoWeights().catch((error) => {
    console.error(`\nThe page starts without its demo model. ${error.message}\n`);
  });
  runScript(vite, ["build", "--logLevel", "warn"]);
  console.log("\nOpen the address below in a browser with WebGPU. Ctrl + C stops the server.");
  runScript(vite, ["preview", "--host", "localhost", "--port", port, "--strictPort"]);
});

function isTaken(port) {
  return new Promise((resolve) => {
    const server = createServer();
    server.once("error", ({ code }) => resolve(code === "EADDRINUSE"));
    server.listen({ host: "localhost", port: Number(port) }, () => server.close(() => resolve(false)));
  });
}
