import { libraryLimits } from "../adapter";

/**
 * Lets web-llm 0.2.86 have what the adapter has. Its `detectGPUDevice` asks every adapter for 10 storage buffers a stage and 32 KiB
 * of workgroup memory, or fails, and for bindings of 1 GiB, or else of 128 MiB, whatever the library needs. From now on adapters
 * look to it as if they had no limits, and give devices with the limits that they do have: those that the library was chosen by.
 * For this whole realm, which is web-llm's own.
 */
export function takeAdaptersAsTheyAre(): void {
  // eslint-disable-next-line @typescript-eslint/unbound-method -- called on the GPU that is asked
  const { requestAdapter } = GPU.prototype;
  GPU.prototype.requestAdapter = async function (options) {
    const adapter = await requestAdapter.call(this, options);
    return adapter === null ? null : withoutLimits(adapter);
  };
}

function withoutLimits(adapter: GPUAdapter): GPUAdapter {
  const limits = libraryLimits(adapter);
  const unlimited = Object.fromEntries(Object.keys(limits).map((name) => [name, Infinity]));
  const requestDevice = adapter.requestDevice.bind(adapter);
  return Object.defineProperties(adapter, {
    limits: { value: unlimited },
    requestDevice: {
      value: (asked: GPUDeviceDescriptor) => requestDevice({ ...asked, requiredLimits: limits }),
    },
  });
}
