import { whyNoGpu, type Device, type EnginePreference } from "../../../core/models/choose-engine";
import { RadioList, type RadioListProps } from "../../../ui/radio-list";
import { useDevice } from "../device-store";
import { preferEngine } from "../prefer-engine";

/** Lets the user say where models run, with what to expect. */
export function EnginePicker({ device }: { device: Device }) {
  const preference = useDevice((state) => state.preference);
  const usableGpu = whyNoGpu(device) === undefined;
  const adapterFound = device.adapter.kind === "found";
  const options: RadioListProps<EnginePreference>["options"] = [
    {
      value: "automatic",
      name: "Automatic",
      description: usableGpu ? "The GPU, as this device has one." : "The processor, as no usable GPU was found.",
    },
    {
      value: "gpu",
      name: "GPU",
      description: usableGpu
        ? "Fastest, and for models of every size."
        : adapterFound
          ? "Here this takes many times longer than the processor."
          : "Here this fails: there is no graphics adapter.",
    },
    {
      value: "cpu",
      name: "Processor (CPU)",
      description:
        "For models of up to 2 GB: the demo model says some 20 words a second on two cores, larger ones fewer. Answers " +
        "differ from the GPU’s in a word now and then, since intermediate numbers are rounded to 8 bits.",
    },
  ];
  return <RadioList label="Where models run" options={options} value={preference} onChange={preferEngine} />;
}
