import { describe, expect, it } from "vitest";
import { base64Bytes, base64Words } from "../checkpoint/testing/base64";
import golden from "./golden/q4_0.json";
import type { Q4Matrix } from "./quantize-q4g32";
import { packQ40Nibbles, packQ40Scales, q40RowWords, repackQ40Row } from "./repack-q4-0";

/** Halves that a scale may be: zero of both signs, subnormals, the smallest normals, large ones, negative ones. */
const SCALES = [0x0000, 0x8000, 0x0001, 0x83ff, 0x0400, 0x8400, 0x7bff, 0xfbff, 0x2c3d, 0xac3d];

/** Rows of Q4_0 blocks with every scale of {@link SCALES} and every byte of nibbles. */
function someBlocks(rows: number, columns: number): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array((rows * columns * 18) / 32);
  const view = new DataView(bytes.buffer);
  let state = 7;
  for (let at = 0; at < bytes.length; at++) {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    bytes[at] = state >>> 24;
  }
  for (let block = 0; block * 18 < bytes.length; block++) {
    view.setUint16(block * 18, SCALES[block % SCALES.length] ?? 0, true);
  }
  return bytes;
}

function emptyMatrix(rows: number, columns: number): Q4Matrix {
  return {
    columns,
    weight: new Uint32Array((rows * columns) / 8),
    scale: new Uint32Array((rows * columns) / 64),
  };
}

/** Writes one row of a matrix as blocks, from word `start` of `words` on: nibbles, then scales. */
function packRow({ columns, weight, scale }: Q4Matrix, row: number, words: Uint32Array, start: number): void {
  const [nibbleWords, groups] = [columns / 8, columns / 32];
  packQ40Nibbles(weight.subarray(row * nibbleWords, (row + 1) * nibbleWords), words, start);
  const scales = new Uint16Array(scale.buffer, scale.byteOffset + 2 * row * groups, groups);
  packQ40Scales(scales, new Uint16Array(words.buffer), 2 * start);
}

describe("packQ40Nibbles and packQ40Scales", () => {
  it.each(golden.cases)("write ggml's blocks: $name", ({ rows, cols: columns, blocks, qWeight, qScale }) => {
    const matrix = { columns, weight: base64Words(qWeight), scale: base64Words(qScale) };
    const words = new Uint32Array(rows * q40RowWords(columns));
    for (let row = 0; row < rows; row++) packRow(matrix, row, words, row * q40RowWords(columns));
    expect(new Uint8Array(words.buffer)).toEqual(base64Bytes(blocks));
  });

  it.each([64, 192, 1536])(
    "are the inverse of repackQ40Row, scales of every kind included, at %i columns",
    (columns) => {
      const rows = 40;
      const bytes = someBlocks(rows, columns);
      const rowBytes = (columns / 32) * 18;
      const matrix = emptyMatrix(rows, columns);
      for (let row = 0; row < rows; row++) expect(repackQ40Row(bytes, row * rowBytes, matrix, row)).toBeUndefined();
      const words = new Uint32Array(bytes.length / 4);
      for (let row = 0; row < rows; row++) packRow(matrix, row, words, row * q40RowWords(columns));
      expect(new Uint8Array(words.buffer)).toEqual(bytes);
    },
  );

  it("write one row, wherever it is to be, and nothing else", () => {
    const bytes = someBlocks(3, 64);
    const matrix = emptyMatrix(3, 64);
    for (let row = 0; row < 3; row++) repackQ40Row(bytes, row * 36, matrix, row);
    const words = new Uint32Array(20).fill(0xa5a5a5a5);
    packRow(matrix, 1, words, 5);
    expect(new Uint8Array(words.buffer, 20, 36)).toEqual(bytes.subarray(36, 72));
    expect([...words.subarray(0, 5), ...words.subarray(14)]).toEqual(new Array(11).fill(0xa5a5a5a5));
  });
});
