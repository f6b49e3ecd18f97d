/** Bind groups that are kept; where there are more, all are made anew. A model's token has some hundreds. */
const mostBindGroups = 4096;

/**
 * Spares web-llm 0.2.86 what it does anew for each of the kernels of a token, some two hundred: it binds the same buffers and writes
 * the same arguments. On a fast GPU that takes longer than the kernels (model-config/bench/results). Devices that are requested
 * from now on keep bind groups and write only what changed. For this whole realm, which is web-llm's own.
 */
export function reuseBindings(): void {
  // eslint-disable-next-line @typescript-eslint/unbound-method -- called on the adapter that is asked
  const { requestDevice } = GPUAdapter.prototype;
  GPUAdapter.prototype.requestDevice = async function (descriptor) {
    return reusingBindings(await requestDevice.call(this, descriptor));
  };
}

/** The same device, changed. */
export function reusingBindings(device: GPUDevice): GPUDevice {
  keepBindGroups(device);
  writeChangesOnly(device);
  return device;
}

function keepBindGroups(device: GPUDevice): void {
  const createBindGroup = device.createBindGroup.bind(device);
  const kept = new Map<string, GPUBindGroup>();
  const ids = new WeakMap<object, number>();
  let lastId = 0;
  const idOf = (object: object): number => {
    let id = ids.get(object);
    if (id === undefined) ids.set(object, (id = ++lastId));
    return id;
  };
  device.createBindGroup = (descriptor) => {
    let key = String(idOf(descriptor.layout));
    for (const { binding, resource } of descriptor.entries) {
      if (!("buffer" in resource)) return createBindGroup(descriptor);
      key += ` ${binding} ${idOf(resource.buffer)} ${resource.offset ?? 0} ${resource.size ?? "rest"}`;
    }
    const found = kept.get(key);
    if (found !== undefined) return found;
    if (kept.size === mostBindGroups) kept.clear();
    const made = createBindGroup(descriptor);
    kept.set(key, made);
    return made;
  };
}

/** Of uniform buffers, which only the queue writes to: what they hold is known. */
function writeChangesOnly(device: GPUDevice): void {
  const { queue } = device;
  const createBuffer = device.createBuffer.bind(device);
  const writeBuffer = queue.writeBuffer.bind(queue);
  /** By buffer, what was written to its beginning; empty where that is not known. */
  const held = new WeakMap<GPUBuffer, Uint8Array>();
  device.createBuffer = (descriptor) => {
    const buffer = createBuffer(descriptor);
    if (descriptor.usage & GPUBufferUsage.UNIFORM) held.set(buffer, new Uint8Array(0));
    return buffer;
  };
  queue.writeBuffer = (buffer, offset, data, ...part) => {
    const before = held.get(buffer);
    if (before !== undefined) {
      const isWhole = offset === 0 && data instanceof ArrayBuffer && part.length === 0;
      const bytes = isWhole ? new Uint8Array(data) : new Uint8Array(0);
      if (isWhole && bytes.length === before.length && bytes.every((byte, index) => byte === before[index])) return;
      held.set(buffer, bytes.slice());
    }
    writeBuffer(buffer, offset, data, ...part);
  };
}
