import tvm, { type PackedFunc, type Tensor, type TVMArray } from "@mlc-ai/web-runtime";
import type { Library } from "../../../app/core/models/library";
import { libraryLimits, requestAdapter } from "../../../app/engine/adapter";
import { reusingBindings } from "../../../app/engine/web-llm/reuse-bindings";
import type { Parameter } from "./random-weights";

export interface LoadedLibrary {
  parameterNames: string[];
  /** Starts a new sequence at a position: what was read before it counts as zeros. */
  startAt: (position: number) => void;
  /** Reads ids and returns the likeliest after them, as the library finds it. */
  prefill: (ids: readonly number[]) => Promise<number>;
  decode: (id: number) => Promise<number>;
  /** What the last id was chosen from, one a token of the vocabulary. */
  logits: () => Promise<number[]>;
  /** Draws an id from logits; `uniform` in [0, 1) decides which. */
  draw: (logits: readonly number[], sampling: Sampling) => Promise<number>;
  /** Frees the device. */
  dispose: () => void;
}

interface Sampling {
  temperature: number;
  topP: number;
  uniform: number;
}

interface Input {
  library: Library;
  bytes: Uint8Array<ArrayBuffer>;
  contextTokens: number;
  weights: (parameter: Parameter) => Uint8Array;
}

/** At which a library takes the likeliest id; web-llm raises 0 to it. */
const greedy: Sampling = { temperature: 1e-6, topP: 1, uniform: 0.5 };

/** Loads a library on a device of its own, as the page does with web-llm, and calls it as web-llm does for each token. */
export async function loadLibrary({ library, bytes, contextTokens, weights }: Input): Promise<LoadedLibrary> {
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
  instance.initWebGPU(reusingBindings(device));
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
    instance.tensorCacheUpdate(parameter.name, tensor.copyFromRawBytes(weights(parameter)));
    // Else Dawn would hold all weights twice until the next submission.
    await settle();
  }
  const packed = instance.getParamsFromCacheByName(parameters.map(({ name }) => name));

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

  const choose = (logits: Tensor, { temperature, topP, uniform }: Sampling): Tensor => {
    const probabilities = softmax(logits, onDevice([temperature], "float32")) as Tensor;
    const sorted = sort(probabilities.view(probabilities.shape.slice(1))) as TVMArray;
    const [number, row, mass] = [onDevice([uniform], "float32"), onDevice([0], "int32"), onDevice([topP], "float32")];
    const sampled = sample(sorted.get(0), sorted.get(1), number, row, mass) as Tensor;
    return instance.detachFromCurrentScope(instance.empty([1], "int32", instance.cpu()).copyFrom(sampled));
  };
  const idOf = async (chosen: Tensor): Promise<number> => {
    await settle();
    const [id = Number.NaN] = chosen.toArray();
    chosen.dispose();
    return id;
  };
  let last: Tensor | undefined;
  const forward = async (ids: readonly number[], step: PackedFunc): Promise<number> => {
    const chosen = instance.withNewScope(() => {
      const embedded = embed(onDevice(ids, "int32"), packed) as Tensor;
      beginForward(cache, shape(0), shape(ids.length));
      const logits = (step(embedded.view([1, ...embedded.shape]), cache, packed) as TVMArray).get(0) as Tensor;
      endForward(cache);
      last?.dispose();
      last = instance.detachFromCurrentScope(logits);
      return choose(logits, greedy);
    });
    return await idOf(chosen);
  };

  return {
    parameterNames: parameters.map(({ name }) => name),
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
    logits: async () => {
      if (last === undefined) throw new Error("Nothing was read yet.");
      const logits = instance.detachFromCurrentScope(
        instance.empty(last.shape, "float32", instance.cpu()).copyFrom(last),
      );
      await settle();
      const values = [...(logits.toArray() as Float32Array)];
      logits.dispose();
      return values;
    },
    draw: async (logits, sampling) =>
      await idOf(
        instance.withNewScope(() => choose(onDevice(logits, "float32").view([1, 1, logits.length]), sampling)),
      ),
    dispose: () => {
      last?.dispose();
      instance.endScope();
      instance.dispose();
    },
  };
}
