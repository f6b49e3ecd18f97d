import type { AdapterReport } from "../../../core/models/adapter";
import { formatBytes } from "../../../ui/format";
import { Notice } from "../../../ui/notice";
import { Panel } from "../../../ui/panel";
import { useDevice } from "../device-store";
import styles from "./device-panel.module.css";

/** The graphics adapter that models will run on, in words. */
export function DevicePanel() {
  const device = useDevice();
  return (
    <Panel title="This device">
      {device.kind === "detecting" ? <p>Looking for a graphics adapter…</p> : <Adapter adapter={device.adapter} />}
    </Panel>
  );
}

function Adapter({ adapter }: { adapter: AdapterReport }) {
  if (adapter.kind === "missing") {
    return adapter.reason === "no-webgpu" ? (
      <Notice tone="error" title="This browser has no WebGPU">
        Models run on the graphics adapter through WebGPU. Use a current Chrome or Edge, Safari 26 or Firefox 145 and
        later.
      </Notice>
    ) : (
      <Notice tone="error" title="No graphics adapter was found">
        Update the graphics driver, turn on hardware acceleration in the browser’s settings, and avoid remote desktops.
      </Notice>
    );
  }
  return (
    <>
      {adapter.software && (
        <Notice tone="warning" title="No GPU: a software adapter stands in for it">
          Everything works and every answer is the same, but it is computed on the processor and takes many times
          longer.
        </Notice>
      )}
      <dl className={styles.facts}>
        <Fact name="Graphics adapter" value={adapterName(adapter)} />
        <Fact name="Half precision" value={adapter.features.includes("shader-f16") ? "yes" : "no: single is used"} />
        <Fact name="Subgroups" value={adapter.features.includes("subgroups") ? "yes" : "no"} />
        <Fact name="Largest weight" value={formatBytes(adapter.limits.maxStorageBufferBindingSize ?? 0)} />
      </dl>
    </>
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
