import { latin1 } from "../../../app/core/checkpoint/testing/build-zip";
import { pickle, stateDict, storage, tensor } from "../../../app/core/checkpoint/testing/build-torch";
import type { LargeTensor } from "./large-tensors";
import { LargeZip } from "./large-zip";

/** What `torch.save` makes of a state dict, each tensor in a storage of its own. */
export function writeTorch(
  path: string,
  tensors: readonly LargeTensor[],
  weights: (tensor: LargeTensor) => Iterable<Uint8Array>,
): void {
  const items = tensors.map(({ name, shape, byteLength }, i): [string, string] => [
    name,
    tensor({ storage: storage("HalfStorage", String(i), byteLength / 2), shape }),
  ]);
  const archive = new LargeZip(path);
  archive.add("archive/data.pkl", [pickle(stateDict(items))]);
  archive.add("archive/byteorder", [latin1("little")]);
  for (const [i, item] of tensors.entries()) archive.add(`archive/data/${i}`, weights(item));
  archive.add("archive/version", [latin1("3\n")]);
  archive.finish();
}
