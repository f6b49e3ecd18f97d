/** Prints what came of a target; `withMissing` lists the places in the code that no input came to. */
export function printReport({ target, seconds, report, missing, agreement }, withMissing) {
  if (agreement !== undefined) printAgreement(target, agreement);
  if (report === undefined) return;
  const { inputs, accepted, rejected, places, steps, corpus, worstMs, worstAllocationBytes } = report;
  const codes = Object.entries(rejected).map(([code, count]) => `${count} ${code}`);
  console.log(`${target}: ${inputs} inputs in ${seconds.toFixed(0)} s (${Math.round(inputs / seconds)}/s)`);
  console.log(`  ${accepted} accepted; refused: ${codes.join(", ")}`);
  console.log(`  ${places.reached} of ${places.all} places reached, ${steps} steps, corpus of ${corpus}`);
  console.log(`  worst: ${worstMs.toFixed(1)} ms, ${(worstAllocationBytes / 2 ** 20).toFixed(2)} MiB allocated`);
  if (withMissing) for (const place of missing) console.log(`    never: ${place}`);
}

function printAgreement(target, { inputs, accepted, refused, stricter }) {
  console.log(`${target}: ${inputs} files; both accept ${accepted}, both refuse ${refused}`);
  for (const [reason, count] of Object.entries(stricter)) console.log(`  only ours refuses ${count}: ${reason}`);
}
