import { badTokenizer } from "./check-tokenizer-json";
import { type ProtobufField, protobufFields } from "./protobuf-fields";

/** A protobuf message within another, whose fields are not repeated: where a number appears again, the last one counts. */
export class ProtobufMessage {
  readonly place: string;
  private readonly file: string;
  private readonly values: ReadonlyMap<number, ProtobufField["value"]>;

  /** Throws CheckpointError "truncated" or "bad-tokenizer". */
  constructor({ value, offset }: ProtobufField, file: string) {
    this.place = `byte ${offset}`;
    this.file = file;
    if (!(value instanceof Uint8Array)) throw badTokenizer(file, this.place, "a message should follow");
    this.values = new Map([...protobufFields(value, file, offset)].map((field) => [field.number, field.value]));
  }

  number(field: number, fallback: number): number {
    const value = this.values.get(field) ?? fallback;
    if (typeof value === "number" && Number.isFinite(value)) return value;
    throw badTokenizer(this.file, this.place, `field ${field} is not a number`);
  }

  flag(field: number, fallback: boolean): boolean {
    return this.number(field, Number(fallback)) !== 0;
  }

  /** No bytes where the field is missing. */
  bytes(field: number): Uint8Array {
    const value = this.values.get(field) ?? new Uint8Array(0);
    if (value instanceof Uint8Array) return value;
    throw badTokenizer(this.file, this.place, `field ${field} is not a text`);
  }

  text(field: number): string {
    try {
      // U+FEFF is a piece of its own in Llama's vocabulary, not a mark to remove.
      return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(this.bytes(field));
    } catch (cause) {
      throw badTokenizer(this.file, this.place, `field ${field} is not valid UTF-8`, cause);
    }
  }
}
