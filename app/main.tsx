import "./shell/trusted-types";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { App } from "./shell/app";
import { applyAppearance } from "./shell/appearance";
import { ErrorBoundary } from "./shell/error-boundary";
import "./ui/base.css";

applyAppearance();

const root = document.getElementById("root");
if (root === null) throw new Error("index.html has no #root.");

createRoot(root).render(
  <StrictMode>
    <ErrorBoundary>
      <App />
    </ErrorBoundary>
  </StrictMode>,
);
