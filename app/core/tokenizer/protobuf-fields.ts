import { truncated } from "../checkpoint/read-bytes";
import { badTokenizer } from "./check-tokenizer-json";

/** One field of a protobuf message. */
export interface ProtobufField {
  number: number;
  /** A varint or a float, or the bytes of a text or of a message within; undefined for eight bytes of a fixed width. */
  value: number | Uint8Array | undefined;
  /** Where the value starts in the file. */
  offset: number;
}

/** A varint holds 64 bits, seven in a byte. */
const MAX_VARINT_BYTES = 10;
/** Protobuf's own limit. */
const MAX_FIELD_NUMBER = 2 ** 29 - 1;

/**
 * The fields of a protobuf message, in the order of its bytes (protobuf.dev/programming-guides/encoding). Integers above 2^53
 * lose their last bits. `start` is where the message starts in the file. Throws CheckpointError "truncated" or "bad-tokenizer".
 */
export function* protobufFields(message: Uint8Array, file: string, start = 0): Generator<ProtobufField> {
  const view = new DataView(message.buffer, message.byteOffset, message.byteLength);
  let at = 0;
  const place = (): string => `byte ${start + at}`;
  const take = (count: number): number => {
    const left = message.byteLength - at;
    if (count > left) throw truncated({ file, place: place() }, `${count} bytes should follow, but there are ${left}`);
    at += count;
    return at - count;
  };
  const varint = (): number => {
    let value = 0;
    for (let i = 0; i < MAX_VARINT_BYTES; i++) {
      const byte = view.getUint8(take(1));
      value += (byte & 0x7f) * 2 ** (7 * i);
      if (byte < 0x80) return value;
    }
    throw badTokenizer(file, place(), "a number does not end");
  };
  while (at < message.byteLength) {
    const tag = varint();
    const number = Math.floor(tag / 8);
    if (number < 1 || number > MAX_FIELD_NUMBER) throw badTokenizer(file, place(), `there is no field ${number}`);
    const wireType = tag % 8;
    const offset = start + at;
    if (wireType === 0) {
      yield { number, value: varint(), offset };
    } else if (wireType === 1) {
      take(8);
      yield { number, value: undefined, offset };
    } else if (wireType === 2) {
      const length = varint();
      const from = take(length);
      yield { number, value: message.subarray(from, from + length), offset: start + from };
    } else if (wireType === 5) {
      yield { number, value: view.getFloat32(take(4), true), offset };
    } else {
      throw badTokenizer(file, place(), `field ${number} is of the unknown wire type ${wireType}`);
    }
  }
}
