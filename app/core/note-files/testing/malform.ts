import { mutateBytes } from "../../checkpoint/fuzz/mutate-bytes";
import { Random } from "../../checkpoint/fuzz/random";
import { utf8 } from "./utf8";

/** What means something in one format or another. */
const TOKENS = (
  "{ } [ ] < > </ <!-- <![CDATA[ &#0; &#xD800; <table> <tr> <p> \\u-1 \\bin9 \\' \\row \\cell \\intbl \" \\ " +
  "endobj endstream stream << >> /Kids /Contents /Parent /Length /Filter/FlateDecode PK"
)
  .split(" ")
  .map(utf8);

/** As many spoilt copies of a document as are asked for, the same ones every time: cut off, with bytes flipped or chunks swapped. */
export function* malformed(bytes: Uint8Array, count: number): Generator<Uint8Array<ArrayBuffer>> {
  const random = new Random(1);
  for (let i = 0; i < count; i++) {
    let changed = random.oneIn(4) ? swapChunks(bytes, random) : bytes;
    const mutations = 1 + random.below(4);
    for (let j = 0; j < mutations; j++) changed = mutateBytes(changed, random, TOKENS);
    yield Uint8Array.from(changed);
  }
}

function swapChunks(bytes: Uint8Array, random: Random): Uint8Array {
  const cuts = Array.from({ length: 3 }, () => random.below(bytes.length + 1)).sort((a, b) => a - b);
  const [start = 0, middle = 0, end = 0] = cuts;
  const changed = bytes.slice();
  changed.set(bytes.subarray(middle, end), start);
  changed.set(bytes.subarray(start, middle), start + end - middle);
  return changed;
}
