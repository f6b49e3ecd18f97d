import { loadOnCpu } from "./load-on-cpu";
import { serveEngine } from "./serve-engine";

serveEngine(loadOnCpu);
