import type * as Tvm from "@mlc-ai/web-runtime";
import type { Library } from "../../app/core/models/library";

interface Input {
  tvm: typeof Tvm;
  gpu: GPU;
  library: Library;
  /** The library's file. */
  bytes: Uint8Array<ArrayBuffer>;
}

interface Created {
  /** Kernels that have a pipeline. */
  kernels: string[];
  /** Everything that WebGPU had to say against them. */
  errors: string[];
}

/**
 * Creates the pipelines of a library as web-llm does, but on a device of no more than the features and limits that its manifest
 * asks for. Limits below WebGPU's defaults do not bind: every device has the defaults. Refers to nothing outside itself, so
 * that a page can run it as well.
 */
export async function createPipelines({ tvm, gpu, library, bytes }: Input): Promise<Created> {
  const adapter = await gpu.requestAdapter();
  if (adapter === null) throw new Error("There is no adapter.");
  const { requiredFeatures, requiredLimits } = library;
  const device = await adapter.requestDevice({
    requiredFeatures: requiredFeatures as GPUFeatureName[],
    requiredLimits,
  });
  const kernels: string[] = [];
  const errors: string[] = [];
  device.addEventListener("uncapturederror", ({ error }) => errors.push(error.message));
  const create = device.createComputePipelineAsync.bind(device);
  device.createComputePipelineAsync = async (descriptor) => {
    const pipeline = await create(descriptor);
    kernels.push(descriptor.compute.entryPoint ?? "unnamed");
    return pipeline;
  };

  const instance = await tvm.instantiate(bytes.buffer, tvm.createPolyfillWASI());
  instance.initWebGPU(device);
  instance.beginScope();
  const machine = instance.createVirtualMachine(instance.webgpu());
  device.pushErrorScope("validation");
  const refusal = await instance.asyncLoadWebGPUPipelines(machine.getInternalModule()).then(() => undefined, String);
  // What is wrong with a shader; the refusal of its pipeline only says that something is.
  const invalid = await device.popErrorScope();
  errors.push(...[invalid?.message, refusal].filter((message) => message !== undefined));
  instance.endScope();
  instance.dispose();
  return { kernels, errors };
}
