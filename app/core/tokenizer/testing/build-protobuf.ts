import { ByteWriter } from "../../gguf/byte-writer";

/** A varint, a float of four bytes, a text, or the bytes of a message. */
export type ProtobufValue = number | { float: number } | string | Uint8Array;

export type ProtobufFields = readonly (readonly [number: number, value: ProtobufValue])[];

/** The bytes of a protobuf message. Varints below 2^32. */
export function buildProtobuf(fields: ProtobufFields): Uint8Array<ArrayBuffer> {
  const writer = new ByteWriter();
  const varint = (value: number): ByteWriter => {
    for (; value >= 0x80; value >>>= 7) writer.u8((value & 0x7f) | 0x80);
    return writer.u8(value);
  };
  for (const [number, value] of fields) {
    if (typeof value === "number") {
      varint(number * 8);
      varint(value);
    } else if (typeof value === "object" && "float" in value) {
      varint(number * 8 + 5).f32(value.float);
    } else {
      const bytes = typeof value === "string" ? new TextEncoder().encode(value) : value;
      varint(number * 8 + 2);
      varint(bytes.byteLength).bytes(bytes);
    }
  }
  return writer.finish();
}
