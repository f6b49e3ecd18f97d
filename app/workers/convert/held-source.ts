import type { ByteSource } from "../../core/byte-source";
import { copyToBlockBuffer } from "../pack/block-buffers";

/**
 * A Blob that is in memory as a ByteSource: its bytes are held here from the first read on. Of a Blob in memory Chromium copies
 * every slice, keeps the copies until the slices are collected, and lets no slice be read once all Blobs take 500 MB.
 */
export function heldSource(blob: Blob): ByteSource {
  let held: Promise<Uint8Array> | undefined;
  return {
    byteLength: blob.size,
    slice: async (start, end) => {
      held ??= blob.arrayBuffer().then((buffer) => new Uint8Array(buffer));
      return new Uint8Array(copyToBlockBuffer((await held).subarray(start, end)));
    },
  };
}
