import { requestAdapter } from "../../../app/engine/adapter";

/** Larger than the caches of processors. */
const bufferBytes = 128 * 2 ** 20;
/** Long against what a submission takes by itself. */
const leastSeconds = 0.1;

/** Bytes read plus bytes written a second, on the adapter that the engine uses, when it copies one buffer to another. */
export async function measureCopyBandwidth(): Promise<number> {
  const adapter = await requestAdapter();
  if (!adapter) throw new Error("There is no adapter.");
  const device = await adapter.requestDevice();
  const usage = GPUBufferUsage.COPY_SRC | GPUBufferUsage.COPY_DST;
  const [source, target] = [
    device.createBuffer({ size: bufferBytes, usage }),
    device.createBuffer({ size: bufferBytes, usage }),
  ];
  const copy = async (times: number): Promise<number> => {
    const startMs = performance.now();
    const encoder = device.createCommandEncoder();
    for (let index = 0; index < times; index++) encoder.copyBufferToBuffer(source, 0, target, 0, bufferBytes);
    device.queue.submit([encoder.finish()]);
    await device.queue.onSubmittedWorkDone();
    return (performance.now() - startMs) / 1000;
  };
  // The first copy finds memory that nobody touched yet.
  await copy(1);
  let copies = 8;
  let seconds = await copy(copies);
  while (seconds < leastSeconds) seconds = await copy((copies *= 4));
  device.destroy();
  return (2 * bufferBytes * copies) / seconds;
}
