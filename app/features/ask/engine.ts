import { createEngineClient } from "../../workers/engine/client";

/** The page's one engine. Its worker starts with the first load. */
export const engine = createEngineClient();
