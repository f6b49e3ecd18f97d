import { loadOnGpu } from "./load-on-gpu";
import { serveEngine } from "./serve-engine";

serveEngine(loadOnGpu);
