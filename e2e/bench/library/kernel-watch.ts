import type { KernelTime } from "./protocol";

/** Passes between two calls of `read`; a query set has room for 4096 timestamps, two a pass. */
const maxPasses = 2048;
const timestampBytes = 8;

export interface KernelWatch {
  /** Reads the timestamps of all passes that were submitted since the last call. */
  read: () => Promise<void>;
  /** What was read since the last call, by kernel, longest first. */
  take: () => KernelTime[];
}

/**
 * Times every compute pass of the next device that this worker requests. TVM's runtime opens a pass a dispatch, and a
 * pipeline's entry point has the kernel's name. Call before the engine is loaded.
 */
export function watchKernels(): KernelWatch {
  const names = new WeakMap<GPUComputePipeline, string>();
  const pipelineNamed = (pipeline: GPUComputePipeline, descriptor: GPUComputePipelineDescriptor) => {
    names.set(pipeline, descriptor.compute.entryPoint ?? "unnamed");
    return pipeline;
  };
  wrap<GPUDevice, [GPUComputePipelineDescriptor], GPUComputePipeline>(
    GPUDevice.prototype,
    "createComputePipeline",
    function (original, descriptor) {
      return pipelineNamed(original.call(this, descriptor), descriptor);
    },
  );
  wrap<GPUDevice, [GPUComputePipelineDescriptor], Promise<GPUComputePipeline>>(
    GPUDevice.prototype,
    "createComputePipelineAsync",
    async function (original, descriptor) {
      return pipelineNamed(await original.call(this, descriptor), descriptor);
    },
  );

  let timestamps: Timestamps | undefined;
  wrap<GPUAdapter, [GPUDeviceDescriptor?], Promise<GPUDevice>>(
    GPUAdapter.prototype,
    "requestDevice",
    async function (original, descriptor = {}) {
      const requiredFeatures = [...(descriptor.requiredFeatures ?? []), "timestamp-query" as const];
      const device = await original.call(this, { ...descriptor, requiredFeatures });
      timestamps = createTimestamps(device);
      return device;
    },
  );

  /** The kernel of each pass since the last read, in the order in which they began. */
  const passes: string[] = [];
  const indexOfPass = new WeakMap<GPUComputePassEncoder, number>();
  wrap<GPUCommandEncoder, [GPUComputePassDescriptor?], GPUComputePassEncoder>(
    GPUCommandEncoder.prototype,
    "beginComputePass",
    function (original, descriptor = {}) {
      if (timestamps === undefined) return original.call(this, descriptor);
      const index = passes.push("unnamed") - 1;
      if (index >= maxPasses) throw new Error(`More than ${maxPasses} passes between two readings.`);
      const { querySet } = timestamps;
      const pass = original.call(this, {
        ...descriptor,
        timestampWrites: { querySet, beginningOfPassWriteIndex: 2 * index, endOfPassWriteIndex: 2 * index + 1 },
      });
      indexOfPass.set(pass, index);
      return pass;
    },
  );
  wrap<GPUComputePassEncoder, [GPUComputePipeline], unknown>(
    GPUComputePassEncoder.prototype,
    "setPipeline",
    function (original, pipeline) {
      const index = indexOfPass.get(this);
      if (index !== undefined) passes[index] = names.get(pipeline) ?? "unnamed";
      original.call(this, pipeline);
    },
  );

  const totals = new Map<string, KernelTime>();
  return {
    read: async () => {
      if (timestamps === undefined || passes.length === 0) return;
      const kernels = passes.splice(0);
      const nanoseconds = await readTimestamps(timestamps, 2 * kernels.length);
      for (const [index, kernel] of kernels.entries()) {
        const total = totals.get(kernel) ?? { kernel, dispatches: 0, totalMs: 0 };
        total.dispatches += 1;
        total.totalMs += Number((nanoseconds[2 * index + 1] ?? 0n) - (nanoseconds[2 * index] ?? 0n)) / 1e6;
        totals.set(kernel, total);
      }
    },
    take: () => {
      const taken = [...totals.values()].toSorted((a, b) => b.totalMs - a.totalMs);
      totals.clear();
      return taken;
    },
  };
}

/** Replaces a method by one that is given the original. */
function wrap<T extends object, A extends unknown[], R>(
  prototype: T,
  name: keyof T,
  replacement: (this: T, original: (this: T, ...args: A) => R, ...args: A) => R,
): void {
  const original = prototype[name] as (this: T, ...args: A) => R;
  Object.defineProperty(prototype, name, {
    value: function (this: T, ...args: A): R {
      return replacement.call(this, original, ...args);
    },
  });
}

interface Timestamps {
  device: GPUDevice;
  querySet: GPUQuerySet;
  resolved: GPUBuffer;
  readable: GPUBuffer;
}

function createTimestamps(device: GPUDevice): Timestamps {
  const size = 2 * maxPasses * timestampBytes;
  return {
    device,
    querySet: device.createQuerySet({ type: "timestamp", count: 2 * maxPasses }),
    resolved: device.createBuffer({ size, usage: GPUBufferUsage.QUERY_RESOLVE | GPUBufferUsage.COPY_SRC }),
    readable: device.createBuffer({ size, usage: GPUBufferUsage.MAP_READ | GPUBufferUsage.COPY_DST }),
  };
}

/** The first `count` timestamps, in nanoseconds. */
async function readTimestamps(
  { device, querySet, resolved, readable }: Timestamps,
  count: number,
): Promise<BigUint64Array> {
  const encoder = device.createCommandEncoder();
  encoder.resolveQuerySet(querySet, 0, count, resolved, 0);
  encoder.copyBufferToBuffer(resolved, 0, readable, 0, count * timestampBytes);
  device.queue.submit([encoder.finish()]);
  await readable.mapAsync(GPUMapMode.READ, 0, count * timestampBytes);
  const nanoseconds = new BigUint64Array(readable.getMappedRange(0, count * timestampBytes).slice(0));
  readable.unmap();
  return nanoseconds;
}
