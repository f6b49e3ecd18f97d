import { ByteWriter } from "../../gguf/byte-writer";
import { crc32 } from "../archive/inflate/crc32";
import type { ZipInput } from "./build-zip";

/** A raw deflate stream. */
async function deflate(data: Uint8Array<ArrayBuffer>): Promise<Uint8Array<ArrayBuffer>> {
  const { readable, writable } = new CompressionStream("deflate-raw");
  const writer = writable.getWriter();
  const written = writer.write(data).then(() => writer.close());
  const stream = new ByteWriter();
  const reader = readable.getReader();
  for (let part = await reader.read(); !part.done; part = await reader.read()) stream.bytes(part.value);
  await written;
  return stream.finish();
}

/** A deflated entry of a zip archive. */
export async function deflatedEntry(name: string, data: Uint8Array<ArrayBuffer>): Promise<ZipInput> {
  const record = { method: 8, size: data.byteLength, checksum: crc32(data) };
  return { name, data: await deflate(data), header: { method: 8 }, record };
}
