import { requestAdapter } from "../../../app/engine/adapter";

/** Larger than the caches of processors. */
const bufferBytes = 128 * 2 ** 20;
/** Long against what a submission takes by itself. */
const leastSeconds = 0.1;
const threads = 256;
/** Enough to fill any GPU. */
const workgroups = 4096;
/** Each thread copies 16 bytes, and those as many threads further on. */
const copyKernel = `
@group(0) @binding(0) var<storage, read> source: array<vec4<u32>>;
@group(0) @binding(1) var<storage, read_write> destination: array<vec4<u32>>;
@compute @workgroup_size(${threads}) fn copy(@builtin(global_invocation_id) id: vec3<u32>) {
  for (var i = id.x; i < ${bufferBytes / 16}u; i += ${threads * workgroups}u) { destination[i] = source[i]; }
}`;

/**
 * Bytes read plus bytes written a second, on the adapter that the engine uses, when it copies one buffer to another: by the copy
 * command or by a kernel, whichever is faster. GPUs may give the command to a unit that does not reach their memory's speed,
 * and on a software adapter a kernel does not.
 */
export async function measureCopyBandwidth(): Promise<number> {
  const adapter = await requestAdapter();
  if (!adapter) throw new Error("There is no adapter.");
  const device = await adapter.requestDevice();
  const usage = GPUBufferUsage.COPY_SRC | GPUBufferUsage.COPY_DST | GPUBufferUsage.STORAGE;
  const buffers = [
    device.createBuffer({ size: bufferBytes, usage }),
    device.createBuffer({ size: bufferBytes, usage }),
  ] as const;
  const module = device.createShaderModule({ code: copyKernel });
  const pipeline = await device.createComputePipelineAsync({ layout: "auto", compute: { module, entryPoint: "copy" } });
  const bindGroup = device.createBindGroup({
    layout: pipeline.getBindGroupLayout(0),
    entries: buffers.map((buffer, binding) => ({ binding, resource: { buffer } })),
  });
  const byCommand = (encoder: GPUCommandEncoder) =>
    encoder.copyBufferToBuffer(buffers[0], 0, buffers[1], 0, bufferBytes);
  const byKernel = (encoder: GPUCommandEncoder) => {
    const pass = encoder.beginComputePass();
    pass.setPipeline(pipeline);
    pass.setBindGroup(0, bindGroup);
    pass.dispatchWorkgroups(workgroups);
    pass.end();
  };
  const speeds: number[] = [];
  for (const encode of [byCommand, byKernel]) speeds.push(await bytesPerSecond(device, encode));
  device.destroy();
  return Math.max(...speeds);
}

async function bytesPerSecond(device: GPUDevice, encode: (encoder: GPUCommandEncoder) => void): Promise<number> {
  const copy = async (times: number): Promise<number> => {
    const startMs = performance.now();
    const encoder = device.createCommandEncoder();
    for (let index = 0; index < times; index++) encode(encoder);
    device.queue.submit([encoder.finish()]);
    await device.queue.onSubmittedWorkDone();
    return (performance.now() - startMs) / 1000;
  };
  // The first copy finds memory that nobody touched yet.
  await copy(1);
  let copies = 1;
  let seconds = await copy(copies);
  while (seconds < leastSeconds) seconds = await copy((copies *= 4));
  // Once more: the clocks of a GPU that was idle rise in a tenth of a second.
  seconds = Math.min(seconds, await copy(copies));
  return (2 * bufferBytes * copies) / seconds;
}
