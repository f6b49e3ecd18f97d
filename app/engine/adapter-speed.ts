import { requestAdapter } from "./adapter";

/** Invocations of one dispatch; each keeps four chains of multiply-adds going. */
const invocations = 64 * 256;
const chains = 4;
/** Rounds grow from the first by the factor until one takes long enough to be measured, or the last is reached. */
const firstSteps = 128;
const growth = 8;
const lastSteps = 65_536;
const enoughMs = 20;

const shader = /* wgsl */ `
@group(0) @binding(0) var<storage, read_write> results: array<vec4f>;
override steps: u32;

@compute @workgroup_size(64)
fn main(@builtin(global_invocation_id) id: vec3u) {
  var x = vec4f(f32(id.x), 1.0, 2.0, 3.0);
  for (var i = 0u; i < steps; i++) {
    x = fma(x, vec4f(0.999), vec4f(0.5));
  }
  results[id.x] = x;
}`;

/**
 * Multiply-adds a second that the adapter reaches: about a tenth of a second of arithmetic, enough to tell a GPU from a
 * processor that plays one. Undefined without an adapter, or when it fails.
 */
export async function measureAdapterSpeed(): Promise<number | undefined> {
  const adapter = await requestAdapter();
  if (adapter === undefined || adapter === null) return undefined;
  try {
    const device = await adapter.requestDevice();
    try {
      return await measure(device);
    } finally {
      device.destroy();
    }
  } catch {
    return undefined;
  }
}

async function measure(device: GPUDevice): Promise<number | undefined> {
  const module = device.createShaderModule({ code: shader });
  const results = device.createBuffer({ size: invocations * 16, usage: GPUBufferUsage.STORAGE });
  for (let steps = firstSteps; ; steps *= growth) {
    const pipeline = await device.createComputePipelineAsync({
      layout: "auto",
      compute: { module, entryPoint: "main", constants: { steps } },
    });
    const bindings = device.createBindGroup({
      layout: pipeline.getBindGroupLayout(0),
      entries: [{ binding: 0, resource: { buffer: results } }],
    });
    // Drivers finish compiling when a pipeline is first used, and a queue that slept has to wake: the second time counts.
    await timeDispatch(device, pipeline, bindings);
    const elapsedMs = await timeDispatch(device, pipeline, bindings);
    if (elapsedMs >= enoughMs || steps * growth > lastSteps) return (invocations * chains * steps * 1000) / elapsedMs;
  }
}

async function timeDispatch(device: GPUDevice, pipeline: GPUComputePipeline, bindings: GPUBindGroup): Promise<number> {
  const encoder = device.createCommandEncoder();
  const pass = encoder.beginComputePass();
  pass.setPipeline(pipeline);
  pass.setBindGroup(0, bindings);
  pass.dispatchWorkgroups(invocations / 64);
  pass.end();
  const commands = encoder.finish();
  const start = performance.now();
  device.queue.submit([commands]);
  await device.queue.onSubmittedWorkDone();
  return performance.now() - start;
}
