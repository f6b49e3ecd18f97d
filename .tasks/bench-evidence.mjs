import { readdirSync, readFileSync } from "node:fs";

const LABELLED = "app/core/evidence/labelled";
const NOTES = "public/notes";
/** What the matcher must reach on each set. */
const GOALS = { precision: 0.95, recall: 0.8, contradictions: 0.9 };
const LONG_NOTE_WORDS = 20_000;
const LONG_ANSWER_WORDS = 400;

/** `npm run bench -- evidence`: how well answers are linked to the notes they rest on, and how fast. Needs no browser. */
export async function benchEvidence() {
  const { runnerImport } = await import("vite");
  const { module: measuring } = await runnerImport("./app/core/evidence/testing/measure-evidence.ts");
  const files = readdirSync(LABELLED).filter((name) => name.endsWith(".json"));
  const sets = files.map((name) => ({ name, sentences: JSON.parse(readFileSync(`${LABELLED}/${name}`, "utf8")) }));
  for (const { name, sentences } of sets) {
    const outcomes = sentences.map((sentence) => measuring.judgeLabelled(sentence, readNote(sentence.note)));
    print(name, sentences.length, measuring.measureEvidence(outcomes));
  }
  const { module: matching } = await runnerImport("./app/core/evidence/find-evidence.ts");
  time(
    matching,
    sets.flatMap(({ sentences }) => sentences.map(({ answer }) => answer)),
  );
}

const readNote = (name) => readFileSync(`${NOTES}/${name}`, "utf8");

function print(name, count, measures) {
  const show = ({ hits, of }) => `${hits} of ${of} (${of === 0 ? "-" : (hits / of).toFixed(3)})`;
  console.log(`\nevidence, ${name}: ${count} sentences`);
  console.log(`  passages marked that are right   ${show(measures.precision)}, goal ${GOALS.precision}`);
  console.log(`  gold passages that are marked    ${show(measures.recall)}, goal ${GOALS.recall}`);
  console.log(`  contradictions told              ${show(measures.contradictions)}, goal ${GOALS.contradictions}`);
  for (const [kind, share] of measures.contradictionsByKind) console.log(`    ${kind.padEnd(31)}${show(share)}`);
  console.log(`  supported told as contradicted   ${show(measures.falseContradictions)}`);
  console.log(`  supported told as supported      ${show(measures.supported)}`);
  console.log(`  unsupported told as unsupported  ${show(measures.unsupported)}`);
  console.log(`  "not told" told as such          ${show(measures.notTold)}`);
}

/** A long note made of all of ours, and an answer made of labelled sentences. */
function time({ findEvidence }, answers) {
  const note = repeat(readdirSync(NOTES).map(readNote), LONG_NOTE_WORDS, "\n\n");
  const answer = repeat(answers, LONG_ANSWER_WORDS, " ");
  const times = Array.from({ length: 5 }, () => {
    const start = performance.now();
    findEvidence(note, answer);
    return performance.now() - start;
  });
  const [first = 0, ...later] = times.map(Math.round);
  console.log(`\nevidence, a note of ${LONG_NOTE_WORDS} words and an answer of ${LONG_ANSWER_WORDS}:`);
  console.log(`  ${first} ms the first time, then ${Math.min(...later)} to ${Math.max(...later)} ms`);
}

function repeat(parts, words, separator) {
  const taken = [];
  for (let index = 0, count = 0; count < words; index = (index + 1) % parts.length) {
    taken.push(parts[index]);
    count += parts[index].trim().split(/\s+/).length;
  }
  return taken.join(separator);
}
