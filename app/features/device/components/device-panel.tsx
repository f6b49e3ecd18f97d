import { whyNoGpu, type Device } from "../../../core/models/choose-engine";
import type { AdapterReport } from "../../../core/models/adapter";
import { formatBytes, formatRate, formatThreads } from "../../../ui/format";
import { Notice } from "../../../ui/notice";
import { Panel } from "../../../ui/panel";
import { useDevice } from "../device-store";
import styles from "./device-panel.module.css";
import { EnginePicker } from "./engine-picker";

/** What models can run on here, and where they do. */
export function DevicePanel() {
  const detection = useDevice((state) => state.detection);
  return (
    <Panel title="This device">
      {detection.kind === "detecting" ? (
        <p>Looking for a graphics adapter…</p>
      ) : (
        <>
          <Adapter device={detection.device} />
          <EnginePicker device={detection.device} />
          <Facts device={detection.device} />
        </>
      )}
    </Panel>
  );
}

function Adapter({ device }: { device: Device }) {
  const { adapter } = device;
  if (adapter.kind === "missing") {
    return adapter.reason === "no-webgpu" ? (
      <Notice tone="warning" title="This browser has no WebGPU">
        Small models run on the processor all the same. For the GPU, use a current Chrome or Edge, Safari 26 or Firefox
        145 and later.
      </Notice>
    ) : (
      <Notice tone="warning" title="No graphics adapter was found">
        Small models run on the processor all the same. For the GPU, update the graphics driver, turn on hardware
        acceleration in the browser’s settings, and avoid remote desktops.
      </Notice>
    );
  }
  const problem = whyNoGpu(device);
  if (problem === undefined) return null;
  return (
    <Notice tone="warning" title="No usable GPU was found">
      {problem.charAt(0).toUpperCase() + problem.slice(1)}. Small models run on the processor all the same.
    </Notice>
  );
}

function Facts({ device: { adapter, adapterSpeed, cpu } }: { device: Device }) {
  return (
    <dl className={styles.facts}>
      {adapter.kind === "found" && (
        <>
          <Fact name="Graphics adapter" value={adapterName(adapter)} />
          <Fact
            name="Its speed"
            value={adapterSpeed === undefined ? "failed a short test" : formatRate(adapterSpeed)}
          />
          <Fact name="Half precision" value={adapter.features.includes("shader-f16") ? "yes" : "no: single is used"} />
          <Fact name="Subgroups" value={adapter.features.includes("subgroups") ? "yes" : "no"} />
          <Fact name="Largest weight" value={formatBytes(adapter.limits.maxStorageBufferBindingSize ?? 0)} />
        </>
      )}
      <Fact name="Processor" value={cpu.webAssembly ? formatThreads(cpu.threads) : "no WebAssembly"} />
    </dl>
  );
}

function Fact({ name, value }: { name: string; value: string }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{value}</dd>
    </div>
  );
}

function adapterName({ vendor, architecture, description }: Extract<AdapterReport, { kind: "found" }>): string {
  const name = description === "" ? [vendor, architecture].filter((part) => part !== "").join(" ") : description;
  return name === "" ? "not named by the browser" : name;
}
