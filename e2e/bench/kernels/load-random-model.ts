import tvm, { type PackedFunc, type Tensor, type TVMArray } from "@mlc-ai/web-runtime";
import type { Library } from "../../../app/core/models/library";
import { libraryLimits, requestAdapter } from "../../../app/engine/adapter";
import type { LanguageModel } from "../../../app/engine/language-model";
import { randomWeights, type Parameter } from "./random-weights";

export interface RandomModel extends Pick<LanguageModel, "prefill" | "decode"> {
  /** Starts a new sequence at a position: what was read before it counts as zeros. */
  startAt: (position: number) => void;
  /** Frees the device. */
  dispose: () => void;
}

/** Loads a library as web-llm does, with weights made on the spot. It says nonsense, in the time that any weights take. */
export async function loadRandomModel(
  library: Library,
  bytes: Uint8Array<ArrayBuffer>,
  contextTokens: number,
): Promise<RandomModel> {
  const adapter = await requestAdapter();
  const device = await adapter?.requestDevice({
    requiredFeatures: library.requiredFeatures as GPUFeatureName[],
    requiredLimits: libraryLimits(adapter),
  });
  if (device === undefined) throw new Error("There is no adapter.");
  // WebGPU goes on after an error, and what it then computes is of no worth, nor is its time.
  const errors: GPUError[] = [];
  device.addEventListener("uncapturederror", ({ error }) => errors.push(error));
  const instance = await tvm.instantiate(bytes.buffer, tvm.createPolyfillWASI());
  instance.initWebGPU(device);
  const gpu = instance.webgpu();
  const settle = async () => {
    await gpu.sync();
    const [error] = errors;
    if (error !== undefined) throw new Error(error.message);
  };

  // What belongs to this scope lives as long as the instance.
  instance.beginScope();
  const machine = instance.createVirtualMachine(gpu);
  await instance.asyncLoadWebGPUPipelines(machine.getInternalModule());
  const { params: parameters } = JSON.parse(String(machine.getFunction("_metadata")())) as { params: Parameter[] };
  for (const parameter of parameters) {
    const tensor = instance.empty(parameter.shape, parameter.dtype, gpu);
    instance.tensorCacheUpdate(parameter.name, tensor.copyFromRawBytes(randomWeights(parameter)));
    // Else Dawn would hold all weights twice until the next submission.
    await settle();
  }
  const weights = instance.getParamsFromCacheByName(parameters.map(({ name }) => name));

  const [embed, prefill, decode, createCache, softmax, sort, sample] = [
    machine.getFunction("embed"),
    machine.getFunction("prefill"),
    machine.getFunction("decode"),
    machine.getFunction("create_tir_paged_kv_cache"),
    machine.getFunction("softmax_with_temperature"),
    machine.getFunction("argsort_probs"),
    machine.getFunction("sample_with_top_p"),
  ];
  const cacheFunction = (name: string) => instance.getGlobalFunc(`vm.builtin.kv_state_${name}`);
  const [clear, addSequence, beginForward, endForward] = [
    cacheFunction("clear"),
    cacheFunction("add_sequence"),
    cacheFunction("begin_forward"),
    cacheFunction("end_forward"),
  ];
  const sizes = [1, contextTokens, library.prefillChunkTokens, library.kvPageTokens, 0];
  const shape = (size: number) => instance.makeShapeTuple([size]);
  const cache: unknown = createCache(...sizes.map(shape));
  const onDevice = (values: readonly number[], dtype: string) =>
    instance.empty([values.length], dtype, gpu).copyFrom([...values]);

  const forward = async (ids: readonly number[], step: PackedFunc): Promise<number> => {
    const token = instance.withNewScope(() => {
      const embedded = embed(onDevice(ids, "int32"), weights) as Tensor;
      beginForward(cache, shape(0), shape(ids.length));
      const logits = (step(embedded.view([1, ...embedded.shape]), cache, weights) as TVMArray).get(0) as Tensor;
      endForward(cache);
      const probabilities = softmax(logits, onDevice([1], "float32")) as Tensor;
      const sorted = sort(probabilities.view(probabilities.shape.slice(1))) as TVMArray;
      const [uniform, row, topP] = [onDevice([0.5], "float32"), onDevice([0], "int32"), onDevice([0.5], "float32")];
      const sampled = sample(sorted.get(0), sorted.get(1), uniform, row, topP) as Tensor;
      return instance.detachFromCurrentScope(instance.empty([1], "int32", instance.cpu()).copyFrom(sampled));
    });
    await settle();
    const [id = Number.NaN] = token.toArray();
    token.dispose();
    return id;
  };

  return {
    startAt: (position) => {
      clear(cache);
      addSequence(cache, new tvm.Scalar(0, "int64"));
      for (let left = position; left > 0; left -= library.prefillChunkTokens) {
        beginForward(cache, shape(0), shape(Math.min(left, library.prefillChunkTokens)));
        endForward(cache);
      }
    },
    prefill: (ids) => forward(ids, prefill),
    decode: (id) => forward([id], decode),
    dispose: () => {
      instance.endScope();
      instance.dispose();
    },
  };
}
