import { chooseEngine, whyNoCpu, type EngineChoice } from "../core/models/choose-engine";
import type { VariantCard } from "../core/models/variant-card";
import { useDevice } from "../features/device/device-store";
import { preferEngine } from "../features/device/prefer-engine";

/** Where the model runs, and the way to the CPU where that is open. Undefined until the device is known. */
export function useEngineChoice(card: VariantCard | undefined): {
  choice: EngineChoice | undefined;
  onUseCpu: (() => void) | undefined;
} {
  const { detection, preference } = useDevice();
  if (detection.kind === "detecting" || card === undefined) return { choice: undefined, onUseCpu: undefined };
  const choice = chooseEngine(detection.device, preference, card);
  const offersCpu = choice.kind === "gpu" && whyNoCpu(detection.device.cpu, card) === undefined;
  return { choice, onUseCpu: offersCpu ? () => preferEngine("cpu") : undefined };
}
