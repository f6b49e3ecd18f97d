import { describe, expect, it } from "vitest";
import { base64Bytes, base64Words } from "../checkpoint/testing/base64";
import golden from "./golden/q4_0.json";
import { packQ40Nibbles, packQ40Scales, q40RowWords } from "./repack-q4-0";
import { testPacker } from "./testing/test-packer";

const packer = await testPacker();

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

interface Matrix {
  columns: number;
  weight: Uint32Array;
  scale: Uint32Array;
}

/** The same rows in q4g32. */
async function repack(bytes: Uint8Array, rows: number, columns: number): Promise<Matrix> {
  const { weight, scale, problem } = await packer.pack({ dtype: "Q4_0", bytes, rows, columns, mode: "plain" });
  expect(problem).toBeUndefined();
  return { columns, weight, scale };
}

/** Writes one row of a matrix as blocks, from word `start` of `words` on: nibbles, then scales. */
function packRow({ columns, weight, scale }: Matrix, row: number, words: Uint32Array, start: number): void {
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
    "undo what a row packer does with Q4_0, scales of every kind included, at %i columns",
    async (columns) => {
      const rows = 40;
      const bytes = someBlocks(rows, columns);
      const matrix = await repack(bytes, rows, columns);
      const words = new Uint32Array(bytes.length / 4);
      for (let row = 0; row < rows; row++) packRow(matrix, row, words, row * q40RowWords(columns));
      expect(new Uint8Array(words.buffer)).toEqual(bytes);
    },
  );

  it("write one row, wherever it is to be, and nothing else", async () => {
    const bytes = someBlocks(3, 64);
    const matrix = await repack(bytes, 3, 64);
    const words = new Uint32Array(20).fill(0xa5a5a5a5);
    packRow(matrix, 1, words, 5);
    expect(new Uint8Array(words.buffer, 20, 36)).toEqual(bytes.subarray(36, 72));
    expect([...words.subarray(0, 5), ...words.subarray(14)]).toEqual(new Array(11).fill(0xa5a5a5a5));
  });
});
