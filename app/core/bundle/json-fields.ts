import { printable } from "../checkpoint/printable";
import { isJsonObject, type JsonObject } from "../checkpoint/strict-json";
import { CheckpointError } from "../errors";

/** What to do about a bundle that is not as it was written. */
export const COPY_AGAIN = "Copy the converted model again from where it was made: all of its files.";

/** Names of files and models, as long as file systems allow. */
export const MAX_NAME_LENGTH = 255;

/**
 * Reads the fields of an object that others wrote. What is missing, or is not as it must be, is a CheckpointError "bad-header"
 * that names the field.
 */
export class JsonFields {
  readonly #object: JsonObject;
  readonly #file: string;
  readonly #path: string;

  constructor(object: JsonObject, file: string, path = "") {
    this.#object = object;
    this.#file = file;
    this.#path = path;
  }

  has(key: string): boolean {
    return this.#object[key] !== undefined;
  }

  fields(key: string): JsonFields {
    const value = this.#object[key];
    if (!isJsonObject(value)) throw this.problem(key, "it is not an object");
    return new JsonFields(value, this.#file, this.#at(key));
  }

  list<T>(key: string, maxLength: number, read: (item: JsonFields) => T): T[] {
    const value = this.#object[key];
    if (!Array.isArray(value) || value.length > maxLength) {
      throw this.problem(key, `it is not a list of at most ${maxLength} entries`);
    }
    return value.map((item: unknown, i) => {
      if (!isJsonObject(item)) throw this.problem(`${key}[${i}]`, "it is not an object");
      return read(new JsonFields(item, this.#file, this.#at(`${key}[${i}]`)));
    });
  }

  oneOf<T extends string>(key: string, values: readonly T[]): T {
    const value = values.find((candidate) => candidate === this.#object[key]);
    if (value === undefined) throw this.problem(key, `it is not ${values.map((text) => `"${text}"`).join(" or ")}`);
    return value;
  }

  /** A text of a given form. */
  text(key: string, form: RegExp): string {
    const value = this.#object[key];
    if (typeof value !== "string" || !form.test(value)) throw this.problem(key, "it is missing or malformed");
    return value;
  }

  /** The name of a file or a model: one printable line. */
  name(key: string): string {
    const value = this.#object[key];
    if (typeof value !== "string" || value === "" || value.length > MAX_NAME_LENGTH || /\p{C}/u.test(value)) {
      throw this.problem(key, "it is not a name");
    }
    return value;
  }

  sha256(key: string): string {
    return this.text(key, /^[0-9a-f]{64}$/);
  }

  /** A number that is not negative. */
  amount(key: string, largest = Number.MAX_VALUE): number {
    const value = this.#object[key];
    if (isAmount(value, largest)) return value;
    throw this.problem(key, "it is not a number in range");
  }

  /** A whole amount that JavaScript holds exactly. */
  count(key: string, largest = Number.MAX_SAFE_INTEGER): number {
    const value = this.amount(key, largest);
    if (!Number.isInteger(value)) throw this.problem(key, "it is not a whole number");
    return value;
  }

  counts(key: string, maxLength: number): number[] {
    const value = this.#object[key];
    const isCount = (item: unknown): item is number =>
      isAmount(item, Number.MAX_SAFE_INTEGER) && Number.isInteger(item);
    if (Array.isArray(value) && value.length <= maxLength && value.every(isCount)) return value;
    throw this.problem(key, "it is not a list of whole numbers");
  }

  problem(key: string, problem: string): CheckpointError {
    return new CheckpointError("bad-header", {
      file: this.#file,
      place: printable(this.#at(key)),
      problem,
      advice: COPY_AGAIN,
    });
  }

  #at(key: string): string {
    return this.#path === "" ? key : `${this.#path}.${key}`;
  }
}

function isAmount(value: unknown, largest: number): value is number {
  return typeof value === "number" && value >= 0 && value <= largest;
}
