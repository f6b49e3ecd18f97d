import type { Page } from "@playwright/test";
import { engineWorker } from "./fixtures";

/** WebGPU limits by name. */
export type Limits = Partial<Record<keyof GPUSupportedLimits, number>>;

interface GivenDevice {
  device: GPUDevice;
  /** Those of its limits that were capped. */
  limits: Limits;
  /** Errors that nobody caught, and why it was lost. */
  troubles: string[];
}

type EngineScope = typeof globalThis & { givenDevices: GivenDevice[] };

/**
 * Has engine workers that start from now on see an adapter with no more than these limits. Its devices are real ones, with what was
 * asked for: the browser holds what runs there to it. WebGPU's defaults, of which no device has less, are the lowest that it can hold.
 */
export async function capAdapter(page: Page, cap: Limits): Promise<void> {
  const prefix = `(${capInWorker.toString()})(${JSON.stringify(cap)});`;
  await page.route(/\/gpu-worker\b.*\.js$/, async (route) => {
    const response = await route.fetch();
    await route.fulfill({ response, body: `${prefix}\n${await response.text()}` });
  });
}

/** The devices that the worker which holds the model was given, and what went wrong on them. */
export async function givenDevices(page: Page): Promise<Omit<GivenDevice, "device">[]> {
  return await engineWorker(page).evaluate(() =>
    (globalThis as EngineScope).givenDevices.map(({ limits, troubles }) => ({ limits, troubles })),
  );
}

/** Makes a buffer on the devices of the worker that holds the model. Errors are left to whoever listens. */
export async function createBuffer(page: Page, size: number): Promise<void> {
  await engineWorker(page).evaluate(async (bytes) => {
    for (const { device } of (globalThis as EngineScope).givenDevices) {
      device.createBuffer({ size: bytes, usage: GPUBufferUsage.STORAGE });
      await device.queue.onSubmittedWorkDone();
    }
  }, size);
}

/** Runs in the worker, before its own code. */
function capInWorker(cap: Limits): void {
  const scope = globalThis as EngineScope;
  scope.givenDevices = [];
  const { prototype } = GPUAdapter;
  /* eslint-disable @typescript-eslint/unbound-method -- both are called on the adapter that is asked */
  const { requestDevice } = prototype;
  const { get: getLimits } = Object.getOwnPropertyDescriptor(prototype, "limits") ?? {};
  /* eslint-enable @typescript-eslint/unbound-method */
  const cappedLimits = (adapter: GPUAdapter) =>
    new Proxy(getLimits?.call(adapter) as GPUSupportedLimits, {
      get: (limits, name: keyof Limits) => Math.min(limits[name] as number, cap[name] ?? Infinity),
    });
  Object.defineProperty(prototype, "limits", {
    get(this: GPUAdapter) {
      return cappedLimits(this);
    },
  });
  prototype.requestDevice = async function (descriptor = {}) {
    const had = cappedLimits(this);
    for (const [name, asked = 0] of Object.entries(descriptor.requiredLimits ?? {})) {
      if (asked > (had[name as keyof Limits] as number)) throw new DOMException(name, "OperationError");
    }
    const device = await requestDevice.call(this, descriptor);
    const names = Object.keys(cap) as (keyof Limits)[];
    const limits = Object.fromEntries(names.map((name) => [name, device.limits[name]])) as Limits;
    const troubles: string[] = [];
    device.addEventListener("uncapturederror", ({ error }) => troubles.push(error.message));
    void device.lost.then(({ reason, message }) => troubles.push(`lost (${reason}): ${message}`));
    scope.givenDevices.push({ device, limits, troubles });
    return device;
  };
}
