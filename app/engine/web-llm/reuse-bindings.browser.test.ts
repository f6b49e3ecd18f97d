import { describe, expect, it } from "vitest";
import { reusingBindings } from "./reuse-bindings";

const values = 64;
const bytes = values * 4;
/** As TVM's kernels take their arguments: buffers, then a uniform. */
const code = `
@group(0) @binding(0) var<storage, read> source: array<u32>;
@group(0) @binding(1) var<storage, read_write> target_: array<u32>;
@group(0) @binding(2) var<uniform> factor: u32;
@compute @workgroup_size(${values}) fn main(@builtin(local_invocation_id) id: vec3<u32>) {
  target_[id.x] = source[id.x] * factor + 1u;
}`;

async function openDevice(): Promise<GPUDevice> {
  const device = await (await navigator.gpu.requestAdapter())?.requestDevice();
  if (device === undefined) throw new Error("There is no adapter.");
  device.addEventListener("uncapturederror", ({ error }) => {
    throw new Error(error.message);
  });
  return device;
}

/** What web-llm does with a device: a pass and a write of arguments for each kernel, and copies among them. */
function prepare(device: GPUDevice) {
  const pipeline = device.createComputePipeline({
    layout: "auto",
    compute: { module: device.createShaderModule({ code }), entryPoint: "main" },
  });
  const layout = pipeline.getBindGroupLayout(0);
  const usage = GPUBufferUsage.STORAGE | GPUBufferUsage.COPY_SRC | GPUBufferUsage.COPY_DST;
  const storage = (): GPUBuffer => device.createBuffer({ size: bytes, usage });
  const uniform = (): GPUBuffer =>
    device.createBuffer({ size: 4, usage: GPUBufferUsage.UNIFORM | GPUBufferUsage.COPY_DST });
  const bind = (source: GPUBuffer, target: GPUBuffer, args: GPUBuffer): GPUBindGroup =>
    device.createBindGroup({
      layout,
      entries: [
        { binding: 0, resource: { buffer: source } },
        { binding: 1, resource: { buffer: target } },
        { binding: 2, resource: { buffer: args, size: 4 } },
      ],
    });
  const dispatch = (
    encoder: GPUCommandEncoder,
    source: GPUBuffer,
    target: GPUBuffer,
    args: GPUBuffer,
    factor: number,
  ) => {
    const pass = encoder.beginComputePass();
    pass.setPipeline(pipeline);
    device.queue.writeBuffer(args, 0, Uint32Array.of(factor).buffer);
    pass.setBindGroup(0, bind(source, target, args));
    pass.dispatchWorkgroups(1);
    pass.end();
  };
  const read = async (buffer: GPUBuffer): Promise<number[]> => {
    const readable = device.createBuffer({ size: bytes, usage: GPUBufferUsage.MAP_READ | GPUBufferUsage.COPY_DST });
    const encoder = device.createCommandEncoder();
    encoder.copyBufferToBuffer(buffer, 0, readable, 0, bytes);
    device.queue.submit([encoder.finish()]);
    await readable.mapAsync(GPUMapMode.READ);
    return [...new Uint32Array(readable.getMappedRange())];
  };
  return { storage, uniform, bind, dispatch, read };
}

/** Kernels that need each other's results, over and over, with arguments and inputs that change and that do not. */
async function computeSome(device: GPUDevice): Promise<number[][]> {
  const { storage, uniform, dispatch, read } = prepare(device);
  const [first, second, copied] = [storage(), storage(), storage()];
  let last = storage();
  const args = [uniform(), uniform(), uniform()] as const;
  const results: number[][] = [];
  for (let token = 0; token < 6; token++) {
    // The same in two tokens each.
    const input = token >> 1;
    device.queue.writeBuffer(
      first,
      0,
      Uint32Array.from({ length: values }, (_, index) => index + input),
    );
    const encoder = device.createCommandEncoder();
    dispatch(encoder, first, second, args[0], 3);
    encoder.copyBufferToBuffer(second, 0, copied, 0, bytes);
    dispatch(encoder, second, last, args[1], 5 + (token % 3));
    dispatch(encoder, last, second, args[2], 2);
    encoder.clearBuffer(last, 0, 4);
    dispatch(encoder, copied, first, args[0], 3);
    device.queue.submit([encoder.finish()]);
    for (const buffer of [first, second, copied, last]) results.push(await read(buffer));
    // As web-llm frees what a prefill needed.
    if (token === 3) {
      last.destroy();
      last = storage();
    }
  }
  return results;
}

describe("reusingBindings", () => {
  it("computes what the device computes without it", async () => {
    const plain = await computeSome(await openDevice());
    expect(plain[0]?.[2]).toBe((2 * 3 + 1) * 3 + 1);
    expect(await computeSome(reusingBindings(await openDevice()))).toEqual(plain);
  });

  it("keeps a bind group for the same buffers, and makes another for others", async () => {
    const { storage, uniform, bind } = prepare(reusingBindings(await openDevice()));
    const [a, b, args] = [storage(), storage(), uniform()];
    const kept = bind(a, b, args);
    expect(bind(a, b, args)).toBe(kept);
    expect(bind(b, a, args)).not.toBe(kept);
    expect(bind(a, storage(), args)).not.toBe(kept);
    expect(bind(a, b, uniform())).not.toBe(kept);
    expect(bind(a, b, args)).toBe(kept);
  });

  it("makes bind groups anew rather than keep ever more", async () => {
    const { storage, uniform, bind } = prepare(reusingBindings(await openDevice()));
    const [a, b, args] = [storage(), storage(), uniform()];
    const kept = bind(a, b, args);
    for (let i = 0; i < 5000; i++) bind(a, storage(), args);
    expect(bind(a, b, args)).not.toBe(kept);
  });

  it("writes an argument that changed, and what was written over in part, but not the same again", async () => {
    const device = await openDevice();
    const written: number[] = [];
    const writeBuffer = device.queue.writeBuffer.bind(device.queue);
    device.queue.writeBuffer = (buffer, offset, data: ArrayBuffer) => {
      written.push(new Uint32Array(data)[0] ?? -1);
      writeBuffer(buffer, offset, data);
    };
    reusingBindings(device);
    const { uniform, storage } = prepare(device);
    const [args, plain] = [uniform(), storage()];
    const write = (buffer: GPUBuffer, value: number) =>
      device.queue.writeBuffer(buffer, 0, Uint32Array.of(value).buffer);
    for (const value of [7, 7, 8, 8, 7]) write(args, value);
    expect(written).toEqual([7, 8, 7]);
    device.queue.writeBuffer(args, 0, Uint32Array.of(9).buffer, 0, 4);
    write(args, 7);
    expect(written).toEqual([7, 8, 7, 9, 7]);
    write(plain, 1);
    write(plain, 1);
    expect(written).toEqual([7, 8, 7, 9, 7, 1, 1]);
  });
});
