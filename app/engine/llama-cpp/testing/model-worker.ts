import { generate, type GenerateRequest } from "../../generate";
import type { InspectableModel } from "../load-llama-cpp";
import { loadConverted } from "./load-converted";
import type { FromModelWorker, ToModelWorker } from "./model-messages";

let model: InspectableModel | undefined;
const controller = new AbortController();

const say = (message: FromModelWorker): void => self.postMessage(message);

async function answer(request: GenerateRequest): Promise<void> {
  if (model === undefined) throw new Error("no model is loaded");
  const generation = await generate(model, request, {
    signal: controller.signal,
    onEvent: (event) => say({ kind: "event", event }),
    now: () => performance.now(),
  });
  say({ kind: "generated", generation });
}

async function receive(message: ToModelWorker): Promise<void> {
  if (message.kind === "stop") controller.abort();
  else if (message.kind === "generate") await answer(message.request);
  else {
    model = await loadConverted(message.model, { threads: message.threads });
    say({ kind: "loaded", gguf: model.gguf });
  }
}

self.addEventListener("message", ({ data }: MessageEvent<ToModelWorker>) => {
  receive(data).catch((error: unknown) => say({ kind: "failed", message: String(error) }));
});
