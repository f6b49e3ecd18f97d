import { create, globals } from "webgpu";

/** WebGPU in Node. The options are Dawn's: `backend=null` compiles and validates everything and runs nothing. */
export function openDawn(options: string[]): GPU {
  // TVM's runtime finds WebGPU's constants where browsers have them.
  Object.assign(globalThis, globals);
  // In Node, the system calls that TVM gives each library come with a listener of the process.
  process.setMaxListeners(0);
  return create(options);
}
